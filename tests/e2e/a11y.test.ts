import type { Fault } from '@limn/simulator'
import type { Page } from 'playwright'
import { beforeEach, describe, expect, it } from 'vitest'
import { faultsIn } from './axe.ts'
import { LONG, openPlayground } from './builtPlayground.ts'
import { dot } from './dot.ts'
import { playgroundOfFile } from './playgroundOfFile.ts'

const held = playgroundOfFile({ paint: dot })
beforeEach(() => held.product.faults())

const field = (page: Page) => page.getByRole('textbox').first()
const statusIs = (page: Page, status: string) =>
  page.locator(`[data-slot=limn-generation-status][data-status=${status}]`).first().waitFor({ state: 'attached' })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
const said = (page: Page, text: string) => page.getByText(text).first().waitFor()

async function send(page: Page, prompt = 'a fox in snow') {
  await field(page).fill(prompt)
  await field(page).press('Enter')
}
async function settle(page: Page) {
  await statusIs(page, 'pending')
  held.product.later(LONG)
}
async function draw(page: Page) {
  await send(page)
  await settle(page)
  await page.locator('[data-status=succeeded] img').first().waitFor()
}

/** What comes of a create with this fault. */
const create = (effect: Fault['do'], then: (page: Page) => Promise<unknown>) => async (page: Page) => {
  held.product.faults({ on: 'create', do: effect })
  await send(page)
  await then(page)
}
const refused = (status: number, code: string, text: string) =>
  create({ status, body: { error: { code, message: 'No.', type: 'error', param: null } } }, (page) => said(page, text))
const gaveUp = (code: string) => ({ code, message: 'The provider gave up (8f6d9f87).' })
const PROMPTS = ['a fox in snow', 'a hen in rain', 'an owl in fog']

/** How to come to see each, from the page as it opens. */
const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  empty: async () => {},
  typed: (page) => field(page).fill('a fox in snow, '.repeat(40)),
  'too long': (page) => field(page).fill('a heron '.repeat(5000)),
  'settings open': (page) => press(page, 'More'),
  sending: async (page) => {
    await page.route('**/api/images/generations', () => {})
    await send(page)
    await statusIs(page, 'submitting')
  },
  queued: async (page) => {
    await send(page)
    await statusIs(page, 'pending')
  },
  'several running': async (page) => {
    for (const prompt of PROMPTS) await send(page, prompt)
    await statusIs(page, 'pending')
    held.product.later(LONG / 3)
    await statusIs(page, 'processing')
  },
  'stopped waiting': async (page) => {
    await send(page)
    await statusIs(page, 'pending')
    await press(page, 'Stop waiting')
    await said(page, 'Still being made')
  },
  done: draw,
  expired: async (page) => {
    held.product.faults({ on: 'image', do: { status: 410 } })
    await send(page)
    await settle(page)
    await page.locator('[data-look=dashed]').first().waitFor()
  },
  'fewer than asked, failed, declined': async (page) => {
    held.product.faults(
      { on: 'create', prompt: 'fox', do: { deliver: 1 } },
      { on: 'create', prompt: 'hen', do: { outcome: 'failed', error: gaveUp('generation_failed') } },
      { on: 'create', prompt: 'owl', do: { outcome: 'failed', error: gaveUp('content_policy') } },
    )
    await press(page, 'One more')
    for (const prompt of PROMPTS) await send(page, prompt)
    await expect.poll(() => held.product.simulator.creates.length).toBe(3)
    held.product.later(LONG)
    await statusIs(page, 'succeeded')
    await expect.poll(() => page.locator('[data-slot=limn-gallery-item][data-status=failed]').count()).toBe(2)
  },
  'out of credits': refused(402, 'insufficient_credits', 'The service is out of credits'),
  'refused, at the field': create(
    { status: 400, body: { error: { code: 'no', message: 'No.', type: 'invalid_request_error', param: 'prompt' } } },
    (page) => said(page, 'The service refused'),
  ),
  uncertain: create({ cut: 'after' }, (page) => statusIs(page, 'uncertain')),
  offline: async (page) => {
    await send(page)
    await statusIs(page, 'pending')
    await page.context().setOffline(true)
  },
  'references, one of them refused': async (page) => {
    const file = (name: string, mimeType: string, text: string) => ({ name, mimeType, buffer: Buffer.from(text) })
    await page.getByRole('button', { name: /pick pictures/ }).waitFor()
    await page
      .locator('[data-slot=limn-prompt-references] input[type=file]')
      .setInputFiles([
        { name: 'fox.png', mimeType: 'image/png', buffer: Buffer.from(PNG, 'base64') },
        file('brief.pdf', 'application/pdf', '%PDF-1.7'),
      ])
    await page.getByAltText('Reference 1').waitFor()
    await said(page, 'is not a picture')
  },
  'picture open': async (page) => {
    await draw(page)
    await press(page, 'Open picture 1')
    await page.getByRole('button', { name: 'Zoom in' }).waitFor()
  },
  'keys open': (page) => press(page, 'Keys'),
  'code panel': (page) => press(page, 'Code'),
  'look panel': (page) => press(page, 'Look'),
  'requests panel': async (page) => {
    await press(page, 'Requests')
    await send(page)
    await statusIs(page, 'pending')
    await page.locator('.exchange', { hasText: 'POST' }).locator('summary').click()
  },
  'every status': async (page) => {
    await page.goto(`${held.product.url}/?lang=en&states`)
    await page.locator('figure').nth(10).waitFor()
  },
  'something wrong, on purpose': (page) => page.getByLabel('What goes wrong').selectOption('slow'),
}
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const LOOKS = {
  light: { theme: 'light', forcedColors: 'none' },
  dark: { theme: 'dark', forcedColors: 'none' },
  'forced colours': { theme: 'light', forcedColors: 'active' },
  'forced colours, dark': { theme: 'dark', forcedColors: 'active' },
} as const

/** What axe has against the page, in each look. */
async function faultsByLook(page: Page) {
  const faults: Record<string, readonly string[]> = {}
  for (const [look, { theme, forcedColors }] of Object.entries(LOOKS)) {
    await page.emulateMedia({ colorScheme: theme, forcedColors, reducedMotion: 'reduce' })
    await page.evaluate(async (name) => {
      document.documentElement.dataset.theme = name
      for (let frame = 0; frame < 2; frame += 1) await new Promise((shown) => requestAnimationFrame(shown))
    }, theme)
    faults[look] = await faultsIn(page, look === 'light' ? undefined : 'look')
  }
  return faults
}
const NONE = Object.fromEntries(Object.keys(LOOKS).map((look) => [look, []]))

/** A colour on its way to another is no fault. */
async function open(query = '') {
  const page = await openPlayground(held.browser, held.product, query, { reducedMotion: 'reduce' })
  await page.evaluate(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('* { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets.push(still)
  })
  return page
}

describe('axe has nothing against the playground', () => {
  it.each(Object.entries(STATES))('%s', async (_name, show) => {
    const page = await open()
    await show(page)
    expect(await faultsByLook(page)).toEqual(NONE)
  })
})

describe('in Chinese', () => {
  it('draws, fails and enlarges without a fault', async () => {
    const page = await open('lang=zh-CN')
    held.product.faults({ on: 'create', prompt: '母鸡', do: { outcome: 'failed', error: gaveUp('content_policy') } })
    await send(page, '雪中的狐狸')
    await send(page, '雨中的母鸡')
    await expect.poll(() => held.product.simulator.creates.length).toBe(2)
    held.product.later(LONG)
    await statusIs(page, 'failed')
    await page.locator('[data-status=succeeded] img').first().waitFor()
    await press(page, '代码')
    expect(await faultsByLook(page)).toEqual(NONE)
    await press(page, '打开第 1 张')
    await page.getByRole('button', { name: '放大' }).waitFor()
    expect(await faultsByLook(page)).toEqual(NONE)
  })
})
