import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launch } from './launch.ts'
import { API_KEY, openPage, startProduct, type Product } from './product.ts'

let browser: Browser
let product: Product
let plain: ReturnType<typeof createServer>
const received: { method: string; path: string; headers: object }[] = []
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startProduct('app')])
  plain = createServer((request, response) => {
    const answer = async () => {
      const { status, body } = await pass(
        request.method!,
        request.url!.replace('/plain/', '/images/'),
        request,
        request.headers,
      )
      response.writeHead(status, { 'content-type': 'application/json', ...CORS }).end(body)
    }
    // A connection that just ends is one that Chromium may send again by itself.
    answer().catch(() => response.writeHead(502, CORS).end('<h1>Bad gateway</h1>'))
  })
  await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening))
}, 60_000)
afterEach(() => {
  product.simulator.reset()
  received.length = 0
})
afterAll(async () => {
  plain.closeAllConnections()
  plain.close()
  await browser.close()
  await product.close()
})

const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, x-csrftoken' }

/** The two documented routes and nothing else, as anyone would write it. */
async function pass(method: string, path: string, body: AsyncIterable<Buffer>, headers: object) {
  if (method === 'OPTIONS') return { status: 204, body: '' }
  received.push({ method, path, headers })
  if (!/^\/images\/(generations|tasks\/[\w-]+)$/.test(path)) return { status: 404, body: 'no such page' }
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  const answer = await fetch(product.upstream + path, {
    method,
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    ...(method === 'POST' && { body: Buffer.concat(chunks) }),
  })
  return { status: answer.status, body: await answer.text() }
}

const endpointOf = () => `http://127.0.0.1:${(plain.address() as AddressInfo).port}/plain`

async function openFox(): Promise<Page> {
  const endpoint = endpointOf()
  const page = await openPage(browser, `${product.url}/?endpoint=${encodeURIComponent(endpoint)}`)
  await page.locator('main[data-ready=true]').waitFor()
  return page
}
const draw = (page: Page) => page.getByRole('button', { name: 'Draw' }).click()
const status = (page: Page, word: string) => page.locator(`main[data-status=${word}]`).waitFor({ timeout: 20_000 })

describe('a plain pass-through proxy', () => {
  it('brings pictures, is asked what it is first, and hears nothing that it does not know', async () => {
    const page = await openFox()
    await draw(page)
    await status(page, 'succeeded')
    expect(await page.getByRole('img').count()).toBe(2)
    expect(received.slice(0, 2).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /images/capabilities',
      'POST /images/generations',
    ])
    for (const header of ['idempotency-key', 'limn-slot', 'prefer'])
      expect(received.some(({ headers }) => header in headers)).toBe(false)
  })

  it('resumes after a reload', async () => {
    const page = await openFox()
    await draw(page)
    await page.locator('main[data-status=pending], main[data-status=processing]').waitFor()
    await page.reload()
    await status(page, 'succeeded')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('is sent a create once: a lost answer is uncertain, a refusal is shown', async () => {
    const page = await openFox()
    product.simulator.use({ on: 'create', times: 1, do: { cut: 'after' } })
    await draw(page)
    await status(page, 'uncertain')
    expect(product.simulator.creates).toHaveLength(1)

    const other = await openFox()
    product.simulator.balance = 0
    await draw(other)
    await status(other, 'failed')
    expect(await other.getByRole('alert').textContent()).toBe('insufficient_credits')
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(2)
  })

  it('gets the headers of the app it belongs to (use 8)', async () => {
    const page = await openPage(browser, product.url)
    await page.evaluate(() => (document.cookie = 'csrftoken=from-django'))
    await page.goto(`${product.url}/?view=django&endpoint=${encodeURIComponent(endpointOf())}`)
    await page.getByRole('textbox').first().fill('a fox in snow')
    await page.getByRole('button', { name: /generate/i }).click()
    await page.locator('[data-status=succeeded]').first().waitFor({ timeout: 20_000 })
    expect(received.length).toBeGreaterThan(2)
    expect(
      received.filter(({ headers }) => (headers as Record<string, string>)['x-csrftoken'] !== 'from-django'),
    ).toEqual([])
  })
})
