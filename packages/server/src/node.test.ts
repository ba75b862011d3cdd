import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { mintKey } from '@limn/core'
import express, { type Request as ExpressRequest } from 'express'
import fastify from 'fastify'
import { Agent, fetch as undiciFetch } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createProxy, type LimnProxy } from './createProxy.ts'
import type { ProxyEvent } from './events.ts'
import { memoryLedger } from './ledger/memory.ts'
import { handlerOf, toNodeHandler } from './node.ts'
import { API_KEY, ORIGIN, SECRET } from './test/proxyUnderTest.ts'
import { selfSigned } from './test/selfSigned.ts'
import { json, listen, startUpstream, taskBody } from './test/upstreamServer.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
const events: ProxyEvent[] = []
beforeAll(async () => {
  upstream = await startUpstream((_, response) => json(response, 200, taskBody('task')))
})
beforeEach(() => {
  upstream.received.length = 0
  events.length = 0
})
afterAll(() => upstream.close())

const common = () => ({
  upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
  ledger: memoryLedger(),
  watch: false,
  secret: SECRET,
  origins: [ORIGIN],
  onEvent: (event: ProxyEvent) => void events.push(event),
})

async function serving(app: Parameters<typeof listen>[0]) {
  const { url, close } = await listen(app)
  onTestFinished(close)
  return url
}

const BODY = '{"prompt":"a fox"}'
const post = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': mintKey(Date.now()), ...headers },
    body: BODY,
  })

describe('toNodeHandler', () => {
  it('asks ready() and watches at once; handlerOf does neither', () => {
    const ready = vi.fn<() => Promise<void>>(async () => {})
    const watch = vi.fn<() => void>()
    const proxy = Object.assign(async () => new Response(), { ready, watch }) as unknown as LimnProxy
    handlerOf(proxy)
    expect(ready).not.toHaveBeenCalled()
    expect(watch).not.toHaveBeenCalled()
    toNodeHandler(proxy)
    expect(ready).toHaveBeenCalledOnce()
    expect(watch).toHaveBeenCalledOnce()
  })

  it('serves a proxy that lies deeper, to the user whom the app knows', async () => {
    const users = new WeakMap<object, { id: string; plan: string }>()
    const proxy = createProxy({
      ...common(),
      path: '/v1/pictures',
      authorize: (_, request: ExpressRequest) => users.get(request),
      limits: ({ plan }) => ({ n: plan === 'free' ? 1 : 10 }),
    })
    const router = express.Router().use('/pictures', toNodeHandler(proxy))
    const app = express().use(express.json(), (request, _, next) => {
      users.set(request, { id: 'ann', plan: request.query['plan'] as string })
      next()
    })
    const url = await serving(app.use('/v1', router))
    expect((await post(`${url}/v1/pictures/generations`)).status).toBe(200)
    const offered = async (plan: string) => (await fetch(`${url}/v1/pictures/capabilities?plan=${plan}`)).json()
    expect([await offered('free'), await offered('pro')]).toMatchObject([{ max_n: 1 }, { max_n: 10 }])
  })

  it('F12 behind a TLS terminator: listed origins only, and its word counts where the app trusts it', async () => {
    const serve = (trust: boolean) => {
      const app = express().set('trust proxy', trust)
      return serving(
        app.use('/api/images', toNodeHandler(createProxy({ ...common(), dangerouslyAllowAnonymous: true }))),
      )
    }
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' }
    for (const trust of [true, false]) {
      // oxlint-disable-next-line no-await-in-loop -- two
      const url = `${await serve(trust)}/api/images/generations`
      // oxlint-disable-next-line no-await-in-loop -- two
      const [mine, theirs] = await Promise.all(
        [ORIGIN, 'https://evil.example'].map((origin) => post(url, { ...forwarded, origin })),
      )
      expect([mine!.status, theirs!.status]).toEqual([200, 403])
      expect(mine!.headers.getSetCookie()[0]?.includes('; Secure')).toBe(trust)
    }
  })

  it('says what is wrong where a parser has kept the body, and sends nothing', async () => {
    const app = fastify()
    const handler = toNodeHandler(createProxy({ ...common(), authorize: () => ({ id: 'ann' }) }))
    app.all('/api/images/*', (request, reply) => {
      reply.hijack()
      return handler(request.raw, reply.raw)
    })
    onTestFinished(() => app.close())
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const answer = await post(`${url}/api/images/generations`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('req.body')
    expect(events).toMatchObject([{ type: 'error', message: expect.stringContaining('left at req.body') as string }])
    expect(upstream.received).toHaveLength(0)
  })

  it('keeps the headers that Fastify’s hooks have set', async () => {
    const app = fastify()
    app.addHook('onRequest', (_, reply, done) => {
      void reply.header('x-trace', '7').header('set-cookie', 'sid=1')
      done()
    })
    app.all('/api/images/*', toNodeHandler(createProxy({ ...common(), dangerouslyAllowAnonymous: true })))
    onTestFinished(() => app.close())
    const answer = await fetch(`${await app.listen({ port: 0, host: '127.0.0.1' })}/api/images/capabilities`)
    expect(answer.headers.get('x-trace')).toBe('7')
    expect(answer.headers.getSetCookie()).toMatchObject(['sid=1', expect.stringMatching(/^limn_guest=/) as string])
  })

  it('serves HTTP/2, as `vite dev` does over https', async () => {
    const handler = toNodeHandler(createProxy({ ...common(), dangerouslyAllowAnonymous: true }))
    const known = toNodeHandler(
      createProxy({ ...common(), authorize: ({ headers }) => ({ id: headers.get('x-user')! }) }),
    )
    const server = createSecureServer(selfSigned, (request, response) => {
      const handle = request.headers['x-user'] === undefined ? handler : known
      void handle(request as never, response as never)
    })
    await new Promise<void>((resolve) => void server.listen(0, resolve))
    const dispatcher = new Agent({ allowH2: true, connect: { rejectUnauthorized: false } })
    onTestFinished(async () => {
      await dispatcher.destroy()
      server.close()
    })
    const endpoint = `https://localhost:${(server.address() as AddressInfo).port}/api/images`
    const created = await undiciFetch(`${endpoint}/generations`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': mintKey(Date.now()) },
      body: BODY,
    })
    expect([created.status, await created.json()]).toMatchObject([200, { status: 'pending' }])
    expect(created.headers.getSetCookie()[0]).toContain('; Secure')
    const large = await undiciFetch(`${endpoint}/generations`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': mintKey(Date.now()) },
      body: ' '.repeat(70_000),
    })
    expect(large.status).toBe(413)
    const asked = await undiciFetch(`${endpoint}/capabilities`, { dispatcher, headers: { 'x-user': 'ann' } })
    expect([asked.status, await asked.json()]).toMatchObject([200, { limn: 1 }])
  })
})
