import { describe, expect, it } from 'vitest'
import { pollInBrowsers, pollInLoops, productOf } from './browser.ts'

describe('the browser’s polls, in virtual time', () => {
  it('held: at most 3.3 requests a task, seen within 1.35 s', async () => {
    const { looks, delay } = await pollInBrowsers('watching')
    expect(looks).toBeLessThanOrEqual(3.3)
    expect(delay).toBeLessThanOrEqual(1.35)
  })

  it('held, ten in one browser: little more than one request for each end', async () => {
    const { looks, delay } = await pollInBrowsers('watching', 10)
    expect(looks).toBeLessThanOrEqual(1.3)
    expect(delay).toBeLessThanOrEqual(1.35)
  })

  it('plain: wastes less than the API page’s loop, and than a quick one', async () => {
    const products = [await pollInBrowsers('plain', 1, 1000), await pollInBrowsers('plain', 40, 1000)].map(productOf)
    const loops = [pollInLoops(3000, 1000), pollInLoops(500, 1000)].map(productOf)
    expect(Math.max(...products)).toBeLessThanOrEqual(32.2)
    expect(Math.max(...products)).toBeLessThan(Math.min(...loops))
  })
})
