import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startBuiltProduct, type BuiltProduct } from './builtProduct.ts'
import { launch } from './launch.ts'

let browser: Browser
let product: BuiltProduct
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startBuiltProduct({ duration: 4000, watch: true })])
}, 60_000)
afterAll(async () => {
  await browser.close()
  await product.close()
})

/** A look at tasks, not at their pictures. */
const isPoll = (url: string) => /\/tasks(\/[^/]+$|\?ids=)/.test(url)

describe('in Chromium', () => {
  it('one streamed poll tells of two ends, of which one had not begun when it was asked', async () => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const polls: string[] = []
    const types: (string | undefined)[] = []
    page.on('request', (request) => isPoll(request.url()) && polls.push(request.url()))
    page.on('response', (response) => {
      if (isPoll(response.url())) types.push(response.headers()['content-type'])
    })
    await page.goto(`${product.url}/?view=wall`)
    await page.locator('main[data-ready=true]').waitFor()
    const count = async (status: string) => page.locator(`[data-status=${status}]`).count()
    const draw = page.getByRole('button', { name: 'Draw' })
    await draw.click()
    await vi.waitFor(() => expect(types).toEqual(['application/x-ndjson']), { timeout: 5000 })
    await draw.click()
    await vi.waitFor(async () => expect(await count('succeeded')).toBe(1), { timeout: 10_000, interval: 20 })
    expect(await count('processing')).toBe(1)
    await vi.waitFor(async () => expect(await count('succeeded')).toBe(2), { timeout: 10_000 })
    expect(polls).toHaveLength(1)
    expect(new URL(polls[0]!).searchParams.get('ids')?.split(',')).toHaveLength(1)
  })
})
