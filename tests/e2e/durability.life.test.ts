import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { mostAtOnce, startBuiltProduct, type BuiltProduct } from './builtProduct.ts'
import { launch } from './launch.ts'

let browser: Browser
/** Asks upstream when it is asked, and beside it one that holds polls. */
let plain: BuiltProduct
let holding: BuiltProduct
beforeAll(async () => {
  ;[browser, plain, holding] = await Promise.all([
    // Playwright turns the page cache off.
    launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    startBuiltProduct(),
    startBuiltProduct({ watch: true }),
  ])
}, 60_000)
beforeEach(() => Promise.all([plain.reset(), holding.reset()]))
afterAll(async () => {
  await browser.close()
  await Promise.all([plain.close(), holding.close()])
})

async function newContext() {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  return context
}
async function openPage(url: string, context?: BrowserContext, prepare?: (page: Page) => Promise<unknown>) {
  const page = await (context ?? (await newContext())).newPage()
  await prepare?.(page)
  await page.goto(url)
  await page.locator('main[data-ready=true]').waitFor()
  return page
}
const draw = (page: Page) => page.getByRole('button', { name: 'Draw' }).click()
const status = (page: Page, ...words: readonly string[]) =>
  page
    .locator(words.map((word) => `[data-status=${word}]`).join())
    .first()
    .waitFor({ timeout: 20_000 })

/** From here on a task waits in line until it is let go. */
const holdBack = ({ simulator }: BuiltProduct) => simulator.use({ on: 'create', do: { queue: 600_000 } })
async function letGo({ simulator, watch }: BuiltProduct) {
  const seen = simulator.polls.length
  simulator.use({ on: 'task', do: { outcome: 'succeeded' } })
  // A proxy that watches has heard of it by then.
  if (watch) await vi.waitUntil(() => simulator.polls.length > seen, { timeout: 20_000 })
}

describe('the page cache', () => {
  /** Leaves the page for another, and comes back after `meanwhile`: to the very page that was left. */
  async function leave(page: Page, meanwhile: () => unknown = () => {}) {
    await page.evaluate(() =>
      addEventListener('pageshow', ({ persisted }) => Object.assign(window, { cameBack: persisted })),
    )
    await page.goto(new URL('/sw.js', page.url()).href)
    await meanwhile()
    await page.goBack({ waitUntil: 'commit' })
    await vi.waitFor(async () => expect(await page.evaluate(() => Reflect.get(window, 'cameBack'))).toBe(true))
  }

  it.each(['before', 'after'])(
    'left while submitting, and back %s the answer: one create, and the picture (G13)',
    async (when) => {
      plain.simulator.use({ on: 'create', do: { delay: 500 } })
      const page = await openPage(`${plain.url}/`)
      await draw(page)
      await vi.waitUntil(() => plain.creates().length === 1, { interval: 5, timeout: 5000 })
      await leave(page, () => when === 'after' && vi.waitUntil(() => plain.creates()[0]?.end, { timeout: 5000 }))
      await status(page, 'succeeded')
      expect(plain.creates()).toHaveLength(1)
      expect(plain.simulator.creates).toHaveLength(1)
    },
  )

  it.each(['plain', 'holding'])(
    'left while it is painted, and back when it is done: seen at once; polls are %s',
    async (kind) => {
      const product = kind === 'plain' ? plain : holding
      holdBack(product)
      const page = await openPage(product.url)
      await draw(page)
      await status(page, 'pending')
      await leave(page, () => letGo(product))
      const back = Date.now()
      await status(page, 'succeeded')
      expect(Date.now() - back).toBeLessThan(2000)
      expect(product.simulator.creates).toHaveLength(1)
    },
  )

  it('a page in it holds nobody up: another tab polls on', async () => {
    const context = await newContext()
    holdBack(plain)
    const left = await openPage(`${plain.url}/`, context)
    await draw(left)
    await status(left, 'pending')
    await left.goto(`${plain.url}/sw.js`)
    const other = await openPage(`${plain.url}/`, context)
    await status(other, 'pending')
    await letGo(plain)
    await status(other, 'succeeded')
    expect(plain.simulator.creates).toHaveLength(1)
  })
})

describe('offline', () => {
  it.each(['plain', 'holding'])(
    'leaves it pending, which goes on within 2 s of being online; polls are %s (G01)',
    async (kind) => {
      const product = kind === 'plain' ? plain : holding
      holdBack(product)
      const page = await openPage(`${product.url}/?view=wall${kind === 'plain' ? '&interval=500' : ''}`)
      await draw(page)
      await status(page, 'pending')
      await page.context().setOffline(true)
      // What was under way is still connected: only new requests fail by themselves.
      await vi.waitUntil(
        () => {
          product.disconnect()
          return page.locator('[data-status=pending][data-stale=true]').isVisible()
        },
        { timeout: 20_000 },
      )
      await letGo(product)
      expect(await page.locator('[data-status=pending]').count()).toBe(1)
      await page.context().setOffline(false)
      const online = Date.now()
      await status(page, 'succeeded')
      expect(Date.now() - online).toBeLessThan(2000)
      expect(product.simulator.creates).toHaveLength(1)
    },
  )
})

describe('a clock that jumps', () => {
  const MINUTE = 60_000
  /** Three tasks that run, under a clock that can be moved. */
  async function openThree(product: BuiltProduct, query: string) {
    const crashes: Error[] = []
    holdBack(product)
    const page = await openPage(`${product.url}/?view=wall${query}`, undefined, async (opened) => {
      opened.on('pageerror', (error) => crashes.push(error))
      await opened.clock.install()
    })
    for (let count = 1; count <= 3; count += 1) {
      await draw(page)
      await vi.waitFor(async () => expect(await page.locator('[data-status=pending]').count()).toBe(count))
    }
    return { page, crashes }
  }
  /** The next `count` polls, from `at` on. */
  const nextPolls = (product: BuiltProduct, at: number, count: number) =>
    vi.waitUntil(
      () => {
        const polls = product.polls().filter((poll) => poll.at >= at)
        return polls.length >= count && polls
      },
      { timeout: 15_000 },
    )

  it.each(['plain', 'holding'])(
    '30 min on: no burst of polls, and it stays pending; polls are %s (G07)',
    async (kind) => {
      const product = kind === 'plain' ? plain : holding
      const { page, crashes } = await openThree(product, kind === 'plain' ? '&interval=500' : '')
      const at = Date.now()
      await page.clock.fastForward(30 * MINUTE)
      const polls = await nextPolls(product, at, kind === 'plain' ? 4 : 1)
      expect(mostAtOnce(polls)).toBeLessThanOrEqual(2)
      expect(await page.locator('[data-status=pending]').count()).toBe(3)
      await letGo(product)
      await vi.waitFor(async () => expect(await page.locator('[data-status=succeeded]').count()).toBe(3), 10_000)
      expect(crashes).toEqual([])
    },
  )

  it('3 days on: uncertain, never failed (G07)', async () => {
    const { page, crashes } = await openThree(plain, '&interval=500')
    const at = Date.now()
    await page.clock.fastForward(3 * 24 * 60 * MINUTE)
    await vi.waitFor(async () => expect(await page.locator('[data-status=uncertain]').count()).toBe(3), 10_000)
    const polls = await nextPolls(plain, at, 1)
    expect(mostAtOnce(polls)).toBeLessThanOrEqual(2)
    expect(crashes).toEqual([])
  })

  it('a year back: goes on in its rhythm (G07)', async () => {
    const { page, crashes } = await openThree(plain, '&interval=500')
    const at = Date.now()
    await page.clock.setSystemTime(Date.now() - 365 * 24 * 60 * MINUTE)
    const polls = await nextPolls(plain, at, 4)
    expect(mostAtOnce(polls)).toBeLessThanOrEqual(2)
    expect(polls.length / (polls.at(-1)!.at - at)).toBeLessThan(1 / 250)
    await letGo(plain)
    await vi.waitFor(async () => expect(await page.locator('[data-status=succeeded]').count()).toBe(3), 10_000)
    expect(crashes).toEqual([])
  })
})

it('answers that take 5 s, asked for every 2 s: one at a time, and the picture comes', async () => {
  holdBack(plain)
  const page = await openPage(`${plain.url}/?view=wall&interval=2000`)
  await draw(page)
  await status(page, 'pending')
  plain.slowDown(5000)
  await vi.waitUntil(() => plain.polls().some(({ end }) => end), { timeout: 15_000 })
  expect(await page.locator('[data-status=pending]').count()).toBe(1)
  await letGo(plain)
  await status(page, 'succeeded')
  const polls = plain.polls()
  expect(mostAtOnce(polls)).toBe(1)
  expect(polls).toHaveLength(2)
})

describe('a service worker', () => {
  async function openUnder(worker: string, query = '') {
    const page = await openPage(plain.url)
    await page.evaluate(async (script) => {
      await navigator.serviceWorker.register(script)
      await navigator.serviceWorker.ready
    }, `/sw.js?${worker}`)
    await page.goto(`${plain.url}/?view=wall&interval=340${query}`)
    await page.locator('main[data-ready=true]').waitFor()
    expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toContain(worker)
    return page
  }

  it('with a cache is asked past it (G20)', async () => {
    const page = await openUnder('polite')
    holdBack(plain)
    await draw(page)
    await vi.waitUntil(() => plain.polls().length > 2, { timeout: 10_000 })
    await letGo(plain)
    await status(page, 'succeeded')
    // Whoever does not ask past it is told what it first heard.
    const { path } = plain.polls()[0]!
    expect(await page.evaluate(async (url) => (await fetch(url)).json(), path)).toMatchObject({ status: 'pending' })
  })

  it('that gives old answers takes nothing back (G20)', async () => {
    const page = await openUnder('stale')
    await page.evaluate(() => {
      const seen: (string | undefined)[] = []
      Object.assign(window, { seen })
      new MutationObserver(() => seen.push(document.querySelector('section')?.dataset.status)).observe(document, {
        attributes: true,
        childList: true,
        subtree: true,
      })
    })
    // Its picture does not load, so a settled one is looked at too.
    plain.simulator.use({ on: 'image', do: { status: 404 } })
    const fresh = page.waitForResponse((response) => response.request().headers()['cache-control'] === 'no-cache')
    await draw(page)
    await status(page, 'succeeded')
    expect(((await (await fresh).json()) as { status: string }).status).not.toBe('succeeded')
    const seen = await page.evaluate(() => Reflect.get(window, 'seen') as string[])
    const order = ['queued', 'submitting', 'pending', 'processing', 'succeeded']
    const ranks = seen.map((word) => order.indexOf(word))
    expect(seen.at(-1)).toBe('succeeded')
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other))
  })
})
