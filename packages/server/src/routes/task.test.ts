import { afterAll, beforeAll, expect, it } from 'vitest'
import { memoryLedger } from '../ledger/memory.ts'
import { codeOf, proxyUnderTest, testEnvironment } from '../test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from '../test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
afterAll(() => upstream.close())

/** Two proxies, each with a memory of its own, behind one address. */
function twoProxies() {
  const environment = testEnvironment()
  const proxy = () => proxyUnderTest({ upstream: upstream.url, environment, ledger: memoryLedger(environment) })
  return { environment, a: proxy(), b: proxy() }
}

it('a create under way is never taken over by another task’s handle under its key', async () => {
  const { environment, a, b } = twoProxies()
  const k = a.key()
  upstream.script = (_, response) => json(response, 429, { error: { message: 'slow', type: 'x' } })
  expect((await b.create(k)).status).toBe(429)
  environment.advance(1000)
  upstream.script = (_, response) => json(response, 200, taskBody('old'))
  const { id } = (await (await a.create(k)).json()) as { id: string }
  environment.advance(1000)

  let answer = () => {}
  upstream.script = ({ method }, response) =>
    method === 'POST'
      ? void (answer = () => json(response, 200, taskBody('new')))
      : json(response, 200, taskBody('old', { status: 'processing' }))
  const seen = upstream.received.length
  const post = b.create(k)
  await expect.poll(() => upstream.received.length).toBe(seen + 1)
  expect(await (await b.task(id)).json()).toMatchObject({ id, status: 'processing' })
  expect(await codeOf(await b.recover(k))).toBe('idempotency_in_progress')
  answer()
  const created = (await (await post).json()) as { id: string }
  expect(await (await b.recover(k)).json()).toMatchObject({ id: created.id })
  expect(b.events.map(({ type }) => type)).not.toContain('orphan')
})

it('an unclear create is not resolved by a handle that is older than it', async () => {
  const { environment, a, b } = twoProxies()
  const k = a.key()
  upstream.script = (_, response) => json(response, 200, taskBody('old'))
  const { id } = (await (await a.create(k)).json()) as { id: string }
  environment.advance(1000)
  upstream.script = ({ method }, response) =>
    method === 'POST' ? response.destroy() : json(response, 200, taskBody('old'))
  expect(await codeOf(await b.create(k))).toBe('outcome_unknown')
  expect((await b.task(id)).status).toBe(200)
  expect(await codeOf(await b.recover(k))).toBe('outcome_unknown')
})
