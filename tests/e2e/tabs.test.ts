import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startBuiltProduct, type BuiltProduct } from './builtProduct.ts'
import { launch } from './launch.ts'

let browser: Browser
/** Asks upstream when it is asked, and beside it one that holds polls. */
let plain: BuiltProduct
let holding: BuiltProduct
beforeAll(async () => {
  ;[browser, plain, holding] = await Promise.all([
    launch(),
    startBuiltProduct({ duration: 5000 }),
    startBuiltProduct({ duration: 5000, watch: true }),
  ])
}, 60_000)
beforeEach(() => Promise.all([plain.reset(), holding.reset()]))
afterAll(async () => {
  await browser.close()
  await Promise.all([plain.close(), holding.close()])
})

/** A tab, and the polls that it has sent. */
interface Tab {
  readonly page: Page
  readonly polls: { readonly at: number }[]
}

async function openTabs(count: number, query: string, product = plain): Promise<readonly Tab[]> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const tabs: Tab[] = []
  for (let index = 0; index < count; index += 1) tabs.push(await openTab(context, `${product.url}/?view=cards${query}`))
  return tabs
}

async function openTab(context: BrowserContext, url: string): Promise<Tab> {
  const page = await context.newPage()
  const polls: { at: number }[] = []
  page.on('request', (request) => /\/tasks[/?]/.test(request.url()) && polls.push({ at: Date.now() }))
  await page.goto(url)
  await page.locator('main[data-ready=true]').waitFor()
  return { page, polls }
}

async function draw({ page }: Tab) {
  await page.getByRole('button', { name: 'Draw' }).click()
  await all(page, 'pending', 'processing')
}

/** Waits until all thirty cards say one of these. */
const all = async (page: Page, ...words: readonly string[]) => {
  const cards = page.locator(words.map((word) => `[data-status=${word}]`).join())
  await vi.waitFor(async () => expect(await cards.count()).toBe(30), { timeout: 20_000 })
}

const show = ({ page }: Tab, state: DocumentVisibilityState) =>
  page.evaluate((word) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => word })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

const pollsOf = (tabs: readonly Tab[]) => tabs.flatMap(({ polls }) => polls).length
const since = (tab: Tab, at: number) => tab.polls.filter((poll) => poll.at >= at)
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** Polls, of those given, the first one to do so after `at`. */
const nextPoller = (tabs: readonly Tab[], at: number, timeout: number) =>
  vi.waitUntil(() => tabs.find((tab) => since(tab, at).length > 0), { timeout, interval: 10 })

describe('three tabs with thirty cards on one task', () => {
  it('ask once an interval, and see the picture together (G05)', async () => {
    const tabs = await openTabs(3, '&interval=500')
    await draw(tabs[1]!)
    for (const { page } of tabs) await all(page, 'pending', 'processing')
    const [before, from] = [pollsOf(tabs), Date.now()]
    await rest(3000)
    const [asked, intervals] = [pollsOf(tabs) - before, (Date.now() - from) / 500]
    expect(asked).toBeGreaterThan(2)
    expect(asked).toBeLessThanOrEqual(Math.ceil(intervals))
    for (const { page } of tabs) await all(page, 'succeeded')
    expect(tabs.filter(({ polls }) => polls.length > 0)).toHaveLength(1)
    expect(plain.simulator.creates).toHaveLength(1)
  })

  it('hold one request, and see the picture when it comes (G05)', async () => {
    const tabs = await openTabs(3, '', holding)
    await draw(tabs[2]!)
    for (const { page } of tabs) await all(page, 'succeeded')
    // pending, processing, succeeded: one for each that could be waited for.
    expect(pollsOf(tabs)).toBeLessThanOrEqual(2)
    expect(tabs.filter(({ polls }) => polls.length > 0)).toHaveLength(1)
  })

  it('go on within 5 s when the one that asks crashes', async () => {
    const tabs = await openTabs(3, '&interval=500')
    await draw(tabs[0]!)
    const leader = await nextPoller(tabs, 0, 5000)
    const others = tabs.filter((tab) => tab !== leader)
    const session = await leader.page.context().newCDPSession(leader.page)
    const at = Date.now()
    session.send('Page.crash').catch(() => {})
    expect(others).toContain(await nextPoller(others, at, 5000))
    for (const { page } of others) await all(page, 'succeeded')
  })

  it.each([false, true])(
    'hand over within 1 s when the one that asks is hidden; polls are held: %s',
    async (isHeld) => {
      const tabs = await openTabs(3, '', isHeld ? holding : plain)
      await draw(tabs[0]!)
      const leader = await nextPoller(tabs, 0, 5000)
      const others = tabs.filter((tab) => tab !== leader)
      const at = Date.now()
      await show(leader, 'hidden')
      expect(others).toContain(await nextPoller(others, at, 1000))
      const hidden = Date.now()
      for (const { page } of tabs) await all(page, 'succeeded')
      expect(since(leader, hidden)).toEqual([])
    },
  )
})

describe('hidden tabs', () => {
  it('ask nothing, and at once when one is seen again (G02)', async () => {
    const tabs = await openTabs(2, '&interval=500')
    await draw(tabs[0]!)
    for (const tab of tabs) await show(tab, 'hidden')
    await rest(100)
    const hidden = Date.now()
    await rest(2000)
    expect(tabs.flatMap((tab) => since(tab, hidden))).toEqual([])
    const at = Date.now()
    await show(tabs[1]!, 'visible')
    expect(await nextPoller(tabs, at, 1000)).toBe(tabs[1])
    for (const { page } of tabs) await all(page, 'succeeded')
  })

  it('go on in the background where they are told to, until one is seen (G02)', async () => {
    const tabs = await openTabs(2, '&interval=500&background')
    await draw(tabs[0]!)
    for (const tab of tabs) await show(tab, 'hidden')
    await rest(100)
    const hidden = Date.now()
    const poller = await nextPoller(tabs, hidden, 1500)
    const other = tabs.find((tab) => tab !== poller)!
    await rest(1000)
    expect(since(other, hidden)).toEqual([])
    const at = Date.now()
    await show(other, 'visible')
    expect(await nextPoller([other], at, 1000)).toBe(other)
    await rest(100)
    const taken = Date.now()
    await rest(1000)
    expect(since(poller, taken)).toEqual([])
    for (const { page } of tabs) await all(page, 'succeeded')
  })

  it('give way to one that is seen and looks only then', async () => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const behind = await openTab(context, `${plain.url}/?view=cards&interval=500&background`)
    await show(behind, 'hidden')
    const front = await openTab(context, `${plain.url}/?view=cards&interval=500`)
    await show(front, 'hidden')
    await draw(behind)
    await nextPoller([behind], 0, 1500)
    const at = Date.now()
    await show(front, 'visible')
    expect(await nextPoller([front], at, 1000)).toBe(front)
    for (const { page } of [behind, front]) await all(page, 'succeeded')
  })
})
