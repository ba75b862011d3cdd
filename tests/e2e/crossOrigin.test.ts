import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { launch } from './launch.ts'
import { API_KEY, startProduct, type Product } from './product.ts'

let browser: Browser
let product: Product
/** On an origin of its own, for who has the app's cookie and the app's token. */
let elsewhere: ReturnType<typeof createServer>
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startProduct('app')])
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: API_KEY, baseUrl: product.upstream }),
    ledger: memoryLedger(),
    secret: 'a secret of more than thirty-two bytes',
    authorize: ({ headers }) =>
      headers.get('cookie')?.includes('session=ada') && headers.get('authorization') === 'Bearer from-the-app'
        ? { id: 'ada' }
        : null,
    origins: [product.url],
  })
  const handler = toNodeHandler(proxy)
  elsewhere = createServer((request, response) => void handler(request, response)).on('close', () => void proxy.close())
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening))
}, 60_000)
beforeEach(() => product.simulator.reset())
afterAll(async () => {
  elsewhere.closeAllConnections()
  elsewhere.close()
  await browser.close()
  await product.close()
})

async function openFox(isSignedIn: boolean, more = ''): Promise<Page> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const url = `http://localhost:${(elsewhere.address() as AddressInfo).port}`
  if (isSignedIn) await context.addCookies([{ name: 'session', value: 'ada', url }])
  const page = await context.newPage()
  await page.goto(`${product.url}/?view=elsewhere&endpoint=${url}/api/images${more}`)
  return page
}

describe('a proxy on another origin', () => {
  it('gets the cookie and a token that comes late, with every call, and its pictures show', async () => {
    const page = await openFox(true)
    await page.locator('main[data-ready=true]').waitFor()
    await page.getByRole('button', { name: 'Draw' }).click()
    await page.locator('main[data-status=succeeded]').waitFor({ timeout: 20_000 })
    const widths = page
      .getByRole('img')
      .evaluateAll((images) =>
        Promise.all(
          images.map((image) =>
            (image as HTMLImageElement).decode().then(() => (image as HTMLImageElement).naturalWidth),
          ),
        ),
      )
    expect(await widths).toEqual([1, 1])
    expect(product.simulator.creates).toHaveLength(1)
    await page.reload()
    await page.locator('main[data-status=succeeded]').waitFor({ timeout: 20_000 })
  })

  it('shows its pictures in the kit too', async () => {
    const page = await openFox(true, '&kit')
    await page.getByRole('textbox').fill('a hen in rain')
    await page.getByRole('button', { name: /^generate/i }).click()
    // The proxy lists what the same person drew before, too.
    const entry = page.locator('article[data-status=succeeded]', { hasText: 'a hen in rain' })
    const picture = entry.locator('img').first()
    await picture.waitFor({ timeout: 20_000 })
    expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1)
  })

  it('tells nobody anything without them', async () => {
    const page = await openFox(false)
    await page.getByRole('button', { name: 'Draw' }).click()
    await page.locator('main[data-status=failed]').waitFor({ timeout: 20_000 })
    expect(await page.getByRole('alert').textContent()).toBe('unauthenticated')
    expect(product.simulator.creates).toHaveLength(0)
  })
})
