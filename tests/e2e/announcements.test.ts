import type { Page } from 'playwright'
import { beforeEach, describe, expect, it } from 'vitest'
import { LONG, openPlayground } from './builtPlayground.ts'
import { dot } from './dot.ts'
import { heardOn, listenIn } from './listen.ts'
import { playgroundOfFile } from './playgroundOfFile.ts'

const held = playgroundOfFile({ paint: dot })
beforeEach(() => held.product.faults())

async function open(query = '', as: Parameters<typeof listenIn>[1] = {}) {
  const page = await openPlayground(held.browser, held.product, query)
  await listenIn(page, as)
  await page.reload()
  await page.getByRole('textbox').first().waitFor()
  return page
}
const field = (page: Page) => page.getByRole('textbox').first()
async function send(page: Page, prompt = 'a fox in snow') {
  await field(page).fill(prompt)
  await field(page).press('Enter')
}
const PATIENCE = { timeout: 20_000 }
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const status = (page: Page, word: string) =>
  page
    .locator(`[data-slot=limn-generation-status][data-status=${word}]`)
    .first()
    .waitFor({ state: 'attached', timeout: 20_000 })
/** The next lines that are said, and whatever comes right behind them. */
async function hear(page: Page, lines = 1) {
  const heard: string[] = []
  const gather = async () => heard.push(...(await heardOn(page)))
  await expect.poll(gather, PATIENCE).toBeGreaterThanOrEqual(lines)
  // Whatever would say it again does so at the next rendering.
  await page.evaluate(() => new Promise((rendered) => setTimeout(rendered, 300)))
  await gather()
  return heard
}
const nothing = async (page: Page) => expect(await heardOn(page)).toEqual([])

/** A create answered like this, with a message nobody should hear. */
const failing = { outcome: 'failed', error: { code: 'generation_failed', message: 'gave up' } } as const
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const POLLS = /\/(tasks|stream)/
const BY_KEY = /\/generations\//

describe.each([
  ['notified', {}],
  ['in a live region, where nothing else is', { regions: true }],
])('a run from queue to picture, %s', (_how, as) => {
  it('is three sentences, and no tick of its clock is one', async () => {
    const page = await open('', as)
    await send(page)
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
    held.product.later(LONG / 3)
    expect(await hear(page)).toEqual(['Generating: a fox in snow'])
    const clock = page.locator('.limn-clock').first()
    const shown = await clock.textContent()
    await expect.poll(() => clock.textContent(), PATIENCE).not.toBe(shown)
    await page.evaluate(() => new Promise((passed) => setTimeout(passed, 5000)))
    await nothing(page)
    held.product.later(LONG)
    expect(await hear(page)).toEqual(['Done: a fox in snow'])
  })

  it('two at once are told apart, and both are heard when they end together', async () => {
    const page = await open('', as)
    await send(page)
    await send(page, 'a hen in rain')
    await expect.poll(() => held.product.simulator.creates.length, PATIENCE).toBe(2)
    await page.getByText('Queued at the service').nth(1).waitFor()
    await heardOn(page)
    held.product.later(LONG)
    await expect
      .poll(() => page.locator('[data-slot=limn-gallery-item][data-status=succeeded]').count(), PATIENCE)
      .toBe(2)
    const heard = await heardOn(page)
    expect(heard.toSorted()).toEqual(['Done: a fox in snow', 'Done: a hen in rain'])
    const stands = 'regions' in as ? heard : []
    expect(await page.locator('[data-slot=limn-announcer] p').allTextContents()).toEqual(stands)
  })
})

describe('what comes otherwise', () => {
  it('a failure, and the next try of it', async () => {
    held.product.faults({ on: 'create', do: failing, times: 1 })
    const page = await open()
    await send(page)
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
    held.product.later(LONG)
    expect(await hear(page)).toEqual(['Could not be generated: a fox in snow'])
    await press(page, 'Try again, 10 credits')
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
    held.product.later(LONG)
    expect(await hear(page)).toEqual(['Done: a fox in snow'])
  })

  it('fewer pictures than were asked for', async () => {
    held.product.faults({ on: 'create', do: { deliver: 1 } })
    const page = await open()
    await press(page, 'One more')
    await send(page)
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
    held.product.later(LONG)
    expect(await hear(page)).toEqual(['1 of 2 delivered: a fox in snow'])
  })

  it('a refusal, told by the form and by the gallery, is heard once', async () => {
    const body = { error: { code: 'insufficient_credits', message: 'No.', type: 'error', param: null } }
    held.product.faults({ on: 'create', do: { status: 402, body } })
    const page = await open()
    await send(page)
    expect(await hear(page)).toEqual(['The service is out of credits: a fox in snow'])
  })

  it('an answer that was lost, and found', async () => {
    const page = await open()
    await page.route('**/generations', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await page.route(BY_KEY, (route) => route.abort())
    await send(page)
    expect(await hear(page)).toEqual(['Finding out: a fox in snow'])
    await page.unrouteAll()
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
  })

  it('an answer that was lost for good: not sure, asked again, and still not sure', async () => {
    held.product.faults({ on: 'create', do: { cut: 'after' } })
    const page = await open()
    await send(page)
    expect(await hear(page)).toEqual(['Not sure it went through: a fox in snow'])
    await press(page, 'Check again')
    // The focus goes with the button to the part itself, whose name then says it.
    expect(await hear(page)).toEqual(['Not sure it went through: a fox in snow'])
  })

  it('no answer for a while, and answers again', async () => {
    const page = await open()
    await page.route(POLLS, (route) => route.abort())
    await send(page)
    expect(await hear(page, 2)).toEqual(['Queued at the service: a fox in snow', 'No answer just now: a fox in snow'])
    await page.unrouteAll()
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
  })

  it('what was stopped is told by the name of what has the focus, and followed again', async () => {
    const page = await open()
    await send(page)
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
    await press(page, 'Stop waiting')
    await page.getByRole('group', { name: 'Still being made' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Still being made')
    await nothing(page)
    await press(page, 'Watch again')
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
  })
})

describe('what was not sent', () => {
  it('says what it waits for, and what was called off is told by the name of what has the focus', async () => {
    const page = await open()
    await page.route('**/references', () => {})
    await page.getByRole('button', { name: /pick pictures/ }).waitFor()
    await page
      .locator('[data-slot=limn-prompt-references] input[type=file]')
      .setInputFiles({ name: 'fox.png', mimeType: 'image/png', buffer: PNG })
    await page.getByAltText('Reference 1').waitFor()
    await send(page, 'make it blue')
    expect(await hear(page)).toEqual(['Goes off once the upload is done'])
    await press(page, 'Cancel')
    await page.getByRole('group', { name: 'Canceled' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Canceled')
    await nothing(page)
  })
})

describe('who says it', () => {
  it('a page in the background is silent while the one in front speaks', async () => {
    const page = await open()
    const behind = await page.context().newPage()
    await behind.addInitScript(() => Object.defineProperty(document, 'hidden', { get: () => true }))
    await behind.goto(page.url())
    await send(page)
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
    held.product.later(LONG)
    await status(behind, 'succeeded')
    expect(await hear(page)).toEqual(['Done: a fox in snow'])
    await nothing(behind)
  })

  it('of two that are seen, the one with the focus; the other speaks when it is alone', async () => {
    const page = await open()
    const beside = await page.context().newPage()
    await beside.addInitScript(() => Object.assign(document, { hasFocus: () => false }))
    await beside.goto(page.url())
    await send(page)
    expect(await hear(page)).toEqual(['Queued at the service: a fox in snow'])
    held.product.later(LONG / 3)
    expect(await hear(page)).toEqual(['Generating: a fox in snow'])
    await status(beside, 'processing')
    await beside.evaluate(() => new Promise((passed) => setTimeout(passed, 500)))
    await nothing(beside)
    await page.close()
    held.product.later(LONG)
    expect(await hear(beside)).toEqual(['Done: a fox in snow'])
  })

  it('an open picture does not swallow what is said meanwhile', async () => {
    const page = await open('', { regions: true })
    await send(page)
    await status(page, 'pending')
    held.product.later(LONG)
    await status(page, 'succeeded')
    await send(page, 'a hen in rain')
    await expect.poll(() => held.product.simulator.creates.length, PATIENCE).toBe(2)
    await press(page, 'Open picture 1')
    await page.getByRole('dialog').waitFor()
    await heardOn(page)
    held.product.later(LONG)
    expect(await hear(page)).toEqual(['Done: a hen in rain'])
    await page.locator('dialog[open] [data-slot=limn-announcer]').waitFor({ state: 'attached' })
  })
})

describe('in Chinese', () => {
  it('says the same, and another language is no news', async () => {
    const page = await open('lang=zh-CN')
    await send(page, '雪中的狐狸')
    expect(await hear(page)).toEqual(['服务排队中：雪中的狐狸'])
    held.product.later(LONG / 3)
    expect(await hear(page)).toEqual(['正在生成：雪中的狐狸'])
    await press(page, 'English')
    await page.getByText('Generating').first().waitFor()
    await nothing(page)
    await press(page, '中文')
    held.product.later(LONG)
    expect(await hear(page)).toEqual(['已完成：雪中的狐狸'])
    expect(await page.locator('[data-slot=limn-announcer]').getAttribute('lang')).toBe('zh-CN')
  })
})
