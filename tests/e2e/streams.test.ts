import { once } from 'node:events'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Request } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startBuiltProduct, type BuiltProduct } from './builtProduct.ts'
import { launch } from './launch.ts'

let browser: Browser
let product: BuiltProduct
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startBuiltProduct({ duration: 4000, watch: true })])
}, 60_000)
beforeEach(() => product.reset())
afterAll(async () => {
  await browser.close()
  await product.close()
})

/** A look at tasks, not at their pictures. */
const isPoll = (url: string) => /\/tasks(\/[^/]+$|\?ids=)/.test(url)

/** What a browser sent and got of polls, on a page that can draw. */
async function openWall(url: string) {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const polls: Request[] = []
  const types: (string | undefined)[] = []
  page.on('request', (request) => isPoll(request.url()) && polls.push(request))
  page.on('response', (response) => {
    if (isPoll(response.url())) types.push(response.headers()['content-type'])
  })
  await page.goto(`${url}/?view=wall`)
  await page.locator('main[data-ready=true]').waitFor()
  return {
    polls,
    types,
    draw: () => page.getByRole('button', { name: 'Draw' }).click(),
    count: (status: string) => page.locator(`[data-status=${status}]`).count(),
    stale: () => page.locator('[data-stale=true]').count(),
  }
}

/** A gateway that hands on an answer once it has all of it. */
async function collect(port: number): Promise<string> {
  const gateway = createServer((incoming, outgoing) => {
    const { url: path, method, headers } = incoming
    const far = ask({ port, path, method, headers }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece)).on('error', () => outgoing.destroy())
      answer.on('end', () => outgoing.writeHead(answer.statusCode!, answer.headers).end(Buffer.concat(pieces)))
    }).on('error', () => outgoing.destroy())
    incoming.pipe(far)
    outgoing.on('close', () => far.destroy())
  }).listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  onTestFinished(() => {
    gateway.closeAllConnections()
    gateway.close()
  })
  return `http://localhost:${(gateway.address() as AddressInfo).port}`
}

describe('in Chromium', () => {
  it('one streamed poll tells of two ends, of which one had not begun when it was asked', async () => {
    const { polls, types, draw, count } = await openWall(product.url)
    await draw()
    await vi.waitFor(() => expect(types).toEqual(['application/x-ndjson']), { timeout: 5000 })
    await draw()
    await vi.waitFor(async () => expect(await count('succeeded')).toBe(1), { timeout: 10_000, interval: 20 })
    expect(await count('processing')).toBe(1)
    await vi.waitFor(async () => expect(await count('succeeded')).toBe(2), { timeout: 10_000 })
    expect(polls).toHaveLength(1)
    expect(new URL(polls[0]!.url()).searchParams.get('ids')?.split(',')).toHaveLength(1)
  })

  it('one whose connection is cut is asked for anew, and nothing is lost', async () => {
    const { polls, types, draw, count, stale } = await openWall(product.url)
    await draw()
    await vi.waitFor(() => expect(types).toEqual(['application/x-ndjson']), { timeout: 5000 })
    product.disconnect()
    await vi.waitFor(async () => expect(await count('succeeded')).toBe(1), { timeout: 10_000 })
    expect([await stale(), polls.length > 1, product.simulator.creates.length]).toEqual([0, true, 1])
  })

  it('a gateway that collects answers is found out after 10 s, and passed by without streams', async () => {
    const slow = await startBuiltProduct({ duration: 12_000, watch: true })
    onTestFinished(slow.close)
    const { polls, draw, count, stale } = await openWall(await collect(slow.port))
    await draw()
    await vi.waitFor(async () => expect(await count('succeeded')).toBe(1), { timeout: 20_000 })
    const [first, ...later] = polls.map((poll) => poll.headers().accept)
    expect(first).toContain('application/x-ndjson')
    expect(later.length).toBeGreaterThan(0)
    expect(later.length).toBeLessThan(5)
    expect(later.join()).not.toContain('ndjson')
    expect(await stale()).toBe(0)
  })
})
