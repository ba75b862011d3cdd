import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { chromiumArgs, findChromium } from '../chromium.ts'
import { startBuiltProduct, type BuiltProduct } from './builtProduct.ts'
import { launch } from './launch.ts'
import { startRelay, type Fate } from './startRelay.ts'

let browser: Browser
let product: BuiltProduct
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startBuiltProduct()])
}, 60_000)
beforeEach(() => product.reset())
afterAll(async () => {
  await browser.close()
  await product.close()
})

async function openPage(url: string, context?: BrowserContext) {
  const own = context ?? (await browser.newContext())
  if (!context) onTestFinished(() => own.close())
  const page = await own.newPage()
  await page.goto(url)
  await ready(page)
  return page
}
const ready = (page: Page) => page.locator('main[data-ready=true]').waitFor()
const draw = (page: Page) => page.getByRole('button', { name: 'Draw' }).click()
const status = (page: Page, word: string) => page.locator(`[data-status=${word}]`).first().waitFor({ timeout: 20_000 })
const isCreate = (url: string) => url.endsWith('/api/images/generations')
const shown = (page: Page) =>
  page.locator('img').evaluateAll((all: HTMLImageElement[]) => all.filter((image) => image.naturalWidth > 0).length)

/** A way to the product on which a create has this fate, each later one the next, and those after pass. */
async function relay(...fates: readonly Fate[]) {
  const opened = await startRelay(product.port, (sent) => fates[sent.length] ?? 'pass')
  onTestFinished(() => void opened.close())
  return opened
}

it('a reload 50, 150, 400 and 900 ms after the submit, 20 times, is 20 creates and 20 pictures (C10)', async () => {
  // Not answered yet after 50 and 150 ms, drawn after 900.
  product.simulator.use({ on: 'create', do: { delay: 250 } })
  const page = await openPage(`${product.url}/?view=wall&interval=340`)
  for (let round = 0; round < 5; round += 1)
    for (const after of [50, 150, 400, 900]) {
      const posted = page.waitForRequest((request) => isCreate(request.url()))
      const due = page.evaluate(async (ms) => {
        document.querySelector('button')!.click()
        await new Promise((resolve) => setTimeout(resolve, ms))
      }, after)
      await Promise.all([posted, due])
      await page.reload()
      await ready(page)
    }
  await vi.waitFor(async () => expect(await shown(page)).toBe(20), { timeout: 20_000 })
  expect(await page.locator('[data-status=succeeded]').count()).toBe(20)
  expect(product.simulator.creates).toHaveLength(20)
  expect(new Set(product.simulator.creates.map(({ request }) => request.prompt)).size).toBe(20)
})

describe('a browser that is killed when the create has just left it', () => {
  it.each(['pass', 'lost'] as const)('goes on with one create and the picture: on its way it did %s', async (fate) => {
    const profile = await mkdtemp(join(tmpdir(), 'limn-profile-'))
    onTestFinished(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
    const start = () =>
      chromium.launchPersistentContext(profile, { executablePath: findChromium()!, args: chromiumArgs })
    const { url, sent } = await relay(fate)

    const before = await start()
    const processId = await processOf(before)
    const page = await openPage(url, before)
    const gone = new Promise((closed) => before.once('close', closed))
    await page.evaluate(() => setTimeout(() => document.querySelector('button')!.click()))
    await vi.waitUntil(() => sent.length > 0, { interval: 1, timeout: 10_000 })
    // With all of its children: they are one process group.
    process.kill(-processId, 'SIGKILL')
    await gone

    const after = await start()
    onTestFinished(() => after.close())
    const again = await openPage(url, after)
    await status(again, 'succeeded')
    expect(await again.getByRole('img').count()).toBe(2)
    expect(product.simulator.creates).toHaveLength(1)
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  })

  async function processOf(context: BrowserContext): Promise<number> {
    const session = await context.browser()!.newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    return processInfo.find(({ type }) => type === 'browser')!.id
  }
})

describe('a kept connection that dies after the proxy has settled the create', () => {
  it.each(['FIN', 'RST'] as const)('is sent again by Chromium itself, and is one create (%s)', async (end) => {
    const { url, sent } = await relay(end, end)
    const page = await openPage(url)
    const asked: string[] = []
    page.on('request', (request) => isCreate(request.url()) && asked.push(request.url()))
    await draw(page)
    await status(page, 'succeeded')
    // One fetch, more than one POST on the wire.
    expect(asked).toHaveLength(1)
    expect(sent[0]).toMatchObject({ isReused: true, fate: end })
    expect(sent.length).toBeGreaterThan(1)
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
    expect(product.simulator.creates).toHaveLength(1)
  })
})

it('a ledger that was lost during a reload brings no second create: it is uncertain', async () => {
  product.simulator.use({ on: 'create', do: { delay: 1000 } })
  const { url, sent } = await relay('pass')
  const page = await openPage(url)
  await draw(page)
  // Executed, and not answered yet.
  await vi.waitUntil(() => product.simulator.creates.length > 0, { interval: 5, timeout: 10_000 })
  product.loseLedger()
  await page.reload()
  await status(page, 'uncertain')
  await page.getByRole('button', { name: 'Check again' }).click()
  await page.locator('[data-status=uncertain]').waitFor()
  await page.reload()
  await status(page, 'uncertain')
  expect(sent).toHaveLength(1)
  expect(product.simulator.creates).toHaveLength(1)
})
