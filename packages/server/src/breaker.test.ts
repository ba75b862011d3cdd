import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBreaker } from './breaker.ts'
import { assembleProxy } from './createProxy.ts'
import type { ProxyEvent } from './events.ts'
import { codeOf, proxyUnderTest, testEnvironment, API_KEY, ORIGIN, SECRET } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody, type Script } from './test/upstreamServer.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'

const refused: Script = (_, response) => json(response, 401, { error: { message: 'no', type: 'x' } })
const accepted: Script = (_, response) => json(response, 200, taskBody('t'))

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(accepted)
})
beforeEach(() => {
  upstream.received.length = 0
  upstream.script = accepted
})
afterAll(() => upstream.close())

const creates = () => upstream.received.filter(({ method }) => method === 'POST').length

describe('B12 a refused key', () => {
  it('the refused create itself says when the next may go', async () => {
    upstream.script = refused
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    const answer = await create(key())
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60'])
  })

  it('is not forgiven by a poll that is read well, only by an accepted create', async () => {
    const environment = testEnvironment()
    const { create, task, key } = proxyUnderTest({ upstream: upstream.url, environment })
    const { id } = (await (await create(key())).json()) as { id: string }
    upstream.script = refused
    await create(key())
    upstream.script = accepted
    environment.advance(2000)
    expect((await task(id)).status).toBe(200)
    expect(await codeOf(await create(key()))).toBe('upstream_misconfigured')
    expect(creates()).toBe(2)
    environment.advance(58_000)
    expect([(await create(key())).status, (await create(key())).status]).toEqual([200, 200])
  })

  it('an upstream that cannot make its headers is told to the operator, and nothing is sent', async () => {
    const events: ProxyEvent[] = []
    let broken = false
    const whole = gptImage2({ apiKey: API_KEY, baseUrl: upstream.url })
    const headers = () => {
      if (broken) throw new Error('the vault is closed')
      return whole.headers()
    }
    const proxy = assembleProxy(
      {
        upstream: { ...whole, create: (body) => ((broken = true), whole.create(body)), headers },
        ledger: 'none',
        secret: SECRET,
        authorize: () => ({ id: 'u1' }),
        onEvent: (event) => void events.push(event),
      },
      testEnvironment(),
    )
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: '{"prompt":"a"}',
    }
    expect(await codeOf(await proxy(new Request(`${ORIGIN}/api/images/generations`, init), undefined))).toBe(
      'upstream_misconfigured',
    )
    expect(events.map(({ type }) => type)).toContain('misconfigured')
    expect(creates()).toBe(0)
  })

  it('holds nothing back for longer because a clock was set back', () => {
    const breaker = createBreaker()
    breaker.open(3_600_000)
    expect([breaker.allows(3_600_000), breaker.wait(3_600_000)]).toEqual([false, 60_000])
    expect(breaker.allows(0)).toBe(true)
    expect([breaker.allows(1000), breaker.wait(1000)]).toEqual([false, 59_000])
  })
})
