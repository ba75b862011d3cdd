import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { LimnError, createClient, isLimnError, mintKey, toRequest } from '@limn/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createProxy } from '../createProxy.ts'
import type { ProxyEvent } from '../events.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { Principal } from '../policy/authorize.ts'
import { gptImage2 } from '../upstreams/gptImage2.ts'
import type { Adapter, Make } from './adapters.ts'
import { API_KEY, ORIGIN, SECRET } from './proxyUnderTest.ts'
import { json, startUpstream, taskBody, type Script } from './upstreamServer.ts'

const fox = toRequest({ prompt: 'a fox' })
const BODY = '{"prompt":"a fox"}'

/** What an app might do when it is asked for its user. */
function toUser(name: string | undefined): Principal | null {
  if (name === 'broken') throw new Error('the session store CANARY is down')
  if (name === 'unverified') throw new LimnError('forbidden', 'Verify your e-mail first.')
  return name === undefined ? null : { id: name }
}

/** A fresh task for each create, and any task that is asked for. */
const aTask: Script = ({ method, url }, response) =>
  json(response, 200, taskBody(method === 'POST' ? crypto.randomUUID() : url.slice(url.lastIndexOf('/') + 1)))

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

function memoryStore() {
  const kept = new Map<string, Uint8Array>()
  return {
    setItemRaw: async (key: string, value: Uint8Array) => void kept.set(key, value),
    getItemRaw: async (key: string) => kept.get(key),
    removeItem: async (key: string) => void kept.delete(key),
  }
}

/** What must hold wherever the proxy is served: an executable contract, run on every adapter over real HTTP. */
export function testAdapter(name: string, adapter: Adapter): void {
  let upstream: Awaited<ReturnType<typeof startUpstream>>
  let served: Awaited<ReturnType<Adapter['serve']>>
  let guests: typeof served
  const events: ProxyEvent[] = []

  const common = () => ({
    upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
    ledger: memoryLedger(),
    secret: SECRET,
    origins: [ORIGIN],
    rates: false as const,
    references: { store: memoryStore(), publicUrl: `${ORIGIN}/api/images` },
    onEvent: (event: ProxyEvent) => void events.push(event),
  })
  const proxies: { close(): Promise<void> }[] = []
  const kept = <Proxy extends { close(): Promise<void> }>(proxy: Proxy): Proxy => {
    proxies.push(proxy)
    return proxy
  }
  const known: Make = (userOf) =>
    kept(
      createProxy({
        ...common(),
        authorize: (request, native: Parameters<typeof userOf>[0]) => toUser(userOf(native, request)),
      }),
    )
  const anonymous: Make = () => kept(createProxy({ ...common(), watch: true, dangerouslyAllowAnonymous: true }))
  const creates = () => upstream.received.filter(({ method }) => method === 'POST')

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
    served = await adapter.serve(known)
    guests = await adapter.serve(anonymous)
  })
  beforeEach(() => {
    upstream.received.length = 0
    events.length = 0
    upstream.script = aTask
  })
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()))
    await Promise.all([served.close(), guests.close(), upstream.close()])
  })

  const endpoint = () => `${served.url}/api/images`
  const clientOf = (user: string) => createClient({ endpoint: endpoint(), headers: { 'x-user': user } })
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${endpoint()}/generations`, {
      method: 'POST',
      headers: {
        'x-user': 'ann',
        'content-type': 'application/json',
        'idempotency-key': mintKey(Date.now()),
        ...headers,
      },
      body,
      duplex: 'half',
    } as RequestInit)
  const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code

  /** Sends lines word for word, and gives all that is heard until the other side hangs up. */
  async function raw(...lines: string[]) {
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1')
    let heard = ''
    socket.on('data', (data) => (heard += String(data))).on('error', () => {})
    socket.write(
      [...lines.slice(0, 1), 'Host: 127.0.0.1', 'X-User: ann', 'Connection: close', ...lines.slice(1)].join('\r\n'),
    )
    await once(socket, 'close')
    return heard
  }

  describe(`served by ${name}`, () => {
    it('creates, replays, polls, recovers and abandons', async () => {
      const [ann, bob] = [clientOf('ann'), clientOf('bob')]
      const key = mintKey(Date.now())
      const created = await ann.createTask(fox, { key, slot: 'tête à tête' })
      expect(created).toMatchObject({ key, slot: 'tête à tête', status: 'pending' })
      expect(await ann.createTask(fox, { key })).toEqual(created)
      expect(creates()).toHaveLength(1)
      expect(JSON.parse(creates()[0]!.text)).toMatchObject({ prompt: 'a fox', size: 'auto' })
      expect((await ann.getTask(created.id)).id).toBe(created.id)
      expect((await ann.getGeneration(key)).id).toBe(created.id)
      const late = mintKey(Date.now())
      expect(await ann.abandonGeneration(late)).toBe('abandoned')
      const refused = await ann.createTask(fox, { key: late }).catch((error: unknown) => error)
      expect(isLimnError(refused, 'generation_abandoned')).toBe(true)
      const stranger = await bob.getTask(created.id).catch((error: unknown) => error)
      expect(isLimnError(stranger, 'task_not_found')).toBe(true)
    })

    it('passes headers both ways, and nothing of upstream’s', async () => {
      upstream.script = (_, response) =>
        json(response, 429, { error: { message: 'slow', type: 'x' } }, { 'retry-after': '7', 'x-secret': 'CANARY' })
      const limited = await post(BODY)
      expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7'])
      expect([...limited.headers.keys()]).not.toContain('x-secret')
      upstream.script = aTask
      const key = mintKey(Date.now())
      await post(BODY, { 'idempotency-key': key })
      const again = await post(BODY, { 'idempotency-key': `"${key}"` })
      expect(Object.fromEntries(again.headers)).toMatchObject({
        'idempotent-replayed': 'true',
        'limn-ledger': 'memory',
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/) as string,
        vary: expect.stringContaining('Cookie') as string,
      })
    })

    it('A12 serves a picture byte for byte; one that breaks off never looks whole', async () => {
      const bytes = Buffer.concat([PIXEL, randomBytes(1_500_000)])
      const data = [{ url: `${upstream.url}/fox.png` }]
      let whole = true
      upstream.script = (received, response) => {
        if (!received.url.endsWith('/fox.png'))
          return json(
            response,
            200,
            taskBody('fox', { status: received.method === 'POST' ? 'pending' : 'succeeded', data }),
          )
        response.writeHead(200, { 'content-length': bytes.length })
        if (whole) response.end(bytes)
        else response.write(bytes.subarray(0, 700_000), () => response.destroy())
      }
      const ann = clientOf('ann')
      const { id } = await ann.createTask(fox, { key: mintKey(Date.now()) })
      const look = () => ann.getTask(id, { fresh: true })
      await expect.poll(async () => (await look()).status, { timeout: 10_000 }).toBe('succeeded')
      const url = (await look()).data[0]!.url!
      expect(new URL(url).origin).toBe(served.url)
      const picture = await fetch(url)
      expect(Object.fromEntries(picture.headers)).toMatchObject({
        'content-type': 'image/png',
        'content-length': String(bytes.length),
      })
      expect(Buffer.from(await picture.arrayBuffer()).equals(bytes)).toBe(true)
      whole = false
      await expect(fetch(url).then((answer) => answer.arrayBuffer())).rejects.toThrow(/terminated|fetch failed/)
    })

    it('hands on each line of a streamed poll as it comes', async () => {
      let status = 'processing'
      upstream.script = ({ method }, response) =>
        json(response, 200, taskBody('live', { status: method === 'POST' ? 'pending' : status }))
      const headers = { 'content-type': 'application/json', 'idempotency-key': mintKey(Date.now()) }
      const path = `${guests.url}/api/images`
      const created = await fetch(`${path}/generations`, { method: 'POST', headers, body: BODY })
      const cookie = created.headers.getSetCookie()[0]!.split(';')[0]!
      const { id } = (await created.json()) as { id: string }
      const watched = createClient({ endpoint: path, headers: { cookie } }).watchTasks([id], { wait: 25 })
      const told: unknown[] = []
      for await (const [, entry] of watched) {
        told.push(entry.status)
        status = 'failed'
      }
      expect(told[0]).toMatch(/^p/)
      expect(told.at(-1)).toBe('failed')
    })

    it('takes a file as it is, and hands it to whoever has its address', async () => {
      const headers = { 'x-user': 'ann', 'content-type': 'image/png' }
      const taken = await fetch(`${endpoint()}/references`, { method: 'POST', headers, body: PIXEL })
      expect(taken.status).toBe(200)
      const { id } = (await taken.json()) as { id: string }
      const file = await fetch(`${endpoint()}/references/${id}`)
      expect(Buffer.from(await file.arrayBuffer()).equals(PIXEL)).toBe(true)
      const head = await fetch(`${endpoint()}/references/${id}`, { method: 'HEAD' })
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(PIXEL.length)])
    })

    it('knows a guest by the cookie it has set', async () => {
      const ask = async (cookie = '') => fetch(`${guests.url}/api/images/capabilities`, { headers: { cookie } })
      const first = await ask()
      const [cookie = ''] = first.headers.getSetCookie()
      expect(cookie).toMatch(/^limn_guest=.*; HttpOnly/)
      const second = await ask(`theme=dark; ${cookie.split(';')[0]}; other=1`)
      expect(second.headers.getSetCookie()).toEqual([])
      const principalOf = async (answer: Response) => ((await answer.json()) as { principal: string }).principal
      expect(await principalOf(second)).toBe(await principalOf(first))
    })

    it('asks authorize with the platform’s own request, and tells nothing of what it throws', async () => {
      const ask = (headers: Record<string, string>) => fetch(`${endpoint()}/capabilities`, { headers })
      const nobody = await ask({})
      expect([nobody.status, await codeOf(nobody)]).toEqual([401, 'unauthenticated'])
      const unverified = await ask({ 'x-user': 'unverified' })
      expect(await unverified.json()).toMatchObject({
        error: { code: 'forbidden', message: 'Verify your e-mail first.' },
      })
      const broken = await ask({ 'x-user': 'broken' })
      expect(broken.status).toBe(500)
      expect(await broken.text()).not.toContain('CANARY')
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'error', message: expect.stringContaining('CANARY') as string }),
      )
      expect(creates()).toHaveLength(0)
    })

    it('A12 takes a body in pieces, and none above 64 KiB, said or counted', async () => {
      const stream = (pieces: number, piece: string) => {
        let left = pieces
        return new ReadableStream({
          pull: (out) => (left > 0 ? out.enqueue(Buffer.from(piece)) : out.close(), void (left -= 1)),
        })
      }
      expect((await post(stream(1, BODY))).status).toBe(200)
      expect((await post(`{"prompt":"${'x'.repeat(70_000)}"}`)).status).toBe(413)
      const endless = `POST /api/images/generations HTTP/1.1|Content-Type: application/json|Idempotency-Key: k`.split(
        '|',
      )
      // A parser of the platform's own answers at the end only.
      const end = adapter.parses ? '0\r\n\r\n' : ''
      const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`
      expect(await raw(...endless, 'Transfer-Encoding: chunked', '', chunk.repeat(40) + end)).toMatch(
        /^HTTP\/1\.1 413 /,
      )
      expect(creates()).toHaveLength(1)
    })

    // oxlint-disable-next-line vitest/no-conditional-tests -- a parser of the platform's own reads first
    if (!adapter.parses)
      it('A12 answers a length above 64 KiB before the body comes', async () => {
        const head = ['POST /api/images/generations HTTP/1.1', 'Content-Type: application/json', 'Idempotency-Key: k']
        expect(await raw(...head, 'Content-Length: 10000000000', '', '')).toMatch(/^HTTP\/1\.1 413 /)
      })

    it('A13 takes JSON for JSON only', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'image/png', 'multipart/form-data'])
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect((await post(BODY, { 'content-type': type })).status).toBe(415)
      expect((await post('{')).status).toBe(400)
      expect(creates()).toHaveLength(0)
    })

    it.each(['HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE'])(
      'A14 answers %s with 405 and what is allowed',
      async (method) => {
        const heard = await raw(`${method} /api/images/generations HTTP/1.1`, '', '')
        expect(heard).toMatch(/^HTTP\/1\.1 405 /)
        expect(heard).toMatch(/^allow:/im)
        expect(heard.endsWith('\r\n\r\n') && !heard.includes('method_not_allowed')).toBe(method === 'HEAD')
      },
    )

    it('A14 CONNECT leads nowhere', async () => {
      expect(await raw('CONNECT api.example:443 HTTP/1.1', '', '')).not.toMatch(/^HTTP\/1\.1 2/)
      expect((await fetch(`${endpoint()}/health`)).status).toBe(200)
    })

    const preflight = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' }
      const { status, headers: answered } = await fetch(`${endpoint()}/generations`, { method: 'OPTIONS', headers })
      return { status, allowed: answered.get('access-control-allow-origin') }
    }

    it('answers OPTIONS to no origin that is not listed', async () => {
      expect((await preflight('https://evil.example')).allowed).toBeNull()
    })

    // oxlint-disable-next-line vitest/no-conditional-tests -- the platform answers preflights itself
    if (!adapter.cors)
      it('answers OPTIONS to the origins that are listed', async () => {
        expect(await preflight(ORIGIN)).toEqual({ status: 204, allowed: ORIGIN })
        expect((await preflight('https://evil.example')).status).toBe(403)
      })

    it.each([
      '/api/images//generations',
      '/api/images/generations/',
      '/api/images/generations%00',
      '/api/images/%67enerations',
      '/API/images/generations',
      ...(adapter.tidies
        ? []
        : ['/api/images/tasks/../generations', '/api/images/tasks/%2e%2e/generations', '/api/images\\generations']),
    ])('A15 finds nothing at %s', async (path) => {
      const head = [`POST ${path} HTTP/1.1`, 'Content-Type: application/json', 'Idempotency-Key: k']
      expect(await raw(...head, `Content-Length: ${BODY.length}`, '', BODY)).toMatch(/^HTTP\/1\.1 40[04] /)
      expect(creates()).toHaveLength(0)
    })

    it('A20 takes two keys for none', async () => {
      const head = ['POST /api/images/generations HTTP/1.1', 'Content-Type: application/json', 'Idempotency-Key: a']
      const heard = await raw(...head, 'Idempotency-Key: b', `Content-Length: ${BODY.length}`, '', BODY)
      expect(heard).toMatch(/^HTTP\/1\.1 400 /)
      expect(creates()).toHaveLength(0)
    })

    it('C17 finishes a create whose caller has left: every executed one is found by its key', async () => {
      const keys = Array.from({ length: 60 }, () => mintKey(Date.now()))
      upstream.script = (received, response) => void setTimeout(() => aTask(received, response), 30)
      const create = (key: string, index: number) =>
        fetch(`${endpoint()}/generations`, {
          method: 'POST',
          headers: { 'x-user': 'leaver', 'content-type': 'application/json', 'idempotency-key': key },
          body: BODY,
          signal: AbortSignal.timeout(10 + ((index * 7) % 150)),
        }).catch(() => undefined)
      await Promise.all(keys.map(create))
      const lookUp = (key: string) =>
        fetch(`${endpoint()}/generations/${key}`, { headers: { 'x-user': 'leaver' } }).then(({ status }) => status)
      const statuses = async () => Promise.all(keys.map(lookUp))
      await expect.poll(async () => (await statuses()).includes(409), { timeout: 10_000 }).toBe(false)
      const found = await statuses()
      expect(found.filter((status) => status === 200)).toHaveLength(creates().length)
      expect(found.filter((status) => status === 404)).toHaveLength(keys.length - creates().length)
    })
  })
}
