import { describe, expect, it } from 'vitest'
import { pollInBrowsers, pollInLoops, productOf } from './browser.ts'

describe('the browser’s polls, in virtual time', () => {
  it.each(['held', 'streamed'] as const)('%s: at most 3.3 requests a task, seen within 1.35 s', async (kind) => {
    const { looks, delay } = await pollInBrowsers(kind)
    expect(looks).toBeLessThanOrEqual(3.3)
    expect(delay).toBeLessThanOrEqual(1.35)
  })

  it.each([
    ['begun together', { running: 10 }],
    ['one after the other', { running: 10, next: 90 }],
  ])('streamed, ten running in one browser, %s: at most half a request a task, seen within 1.35 s', async (_, each) => {
    const { looks, delay } = await pollInBrowsers('streamed', each)
    expect(looks).toBeLessThanOrEqual(0.5)
    expect(delay).toBeLessThanOrEqual(1.35)
  })

  it('streamed, ten running, other proxies take the creates: less than one request a task', async () => {
    const { looks, delay } = await pollInBrowsers('apart', { running: 10, next: 90 }, 2000)
    expect(looks).toBeLessThan(1)
    expect(delay).toBeLessThanOrEqual(1.45)
  })

  it('held, ten in one browser: little more than one request for each end', async () => {
    const { looks, delay } = await pollInBrowsers('held', { running: 10 })
    expect(looks).toBeLessThanOrEqual(1.3)
    expect(delay).toBeLessThanOrEqual(1.35)
  })

  it('plain: wastes less than the API page’s loop, and than a quick one', async () => {
    const products = [
      await pollInBrowsers('plain', { running: 1 }, 1000),
      await pollInBrowsers('plain', { running: 40 }, 1000),
    ].map(productOf)
    const loops = [pollInLoops(3000, 1000), pollInLoops(500, 1000)].map(productOf)
    expect(Math.max(...products)).toBeLessThanOrEqual(32.2)
    expect(Math.max(...products)).toBeLessThan(Math.min(...loops))
  })
})
