import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, listen, startUpstream, taskBody, type Script } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => void (upstream.received.length = 0))
afterAll(() => upstream.close())

const setup = (script: Script, options = {}) => {
  upstream.script = script
  return proxyUnderTest({
    upstream: upstream.url,
    limits: { cap: { credits: 100, per: 'total' as const } },
    ...options,
  })
}
const raw =
  (status: number, body: string, headers: Record<string, string> = {}): Script =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
const error = (code: unknown, message: unknown = 'No.', param: unknown = null) => ({
  error: { message, type: 'x', param, code },
})

async function budgetOf({ capabilities }: ReturnType<typeof setup>) {
  return ((await (await capabilities()).json()) as { budget: { held: number; spent: number } }).budget
}

describe('an answer that proves nothing', () => {
  it.each<[string, Script]>([
    ['B01 no id', raw(200, '{"status":"pending"}')],
    ['B01 an empty id', raw(200, '{"id":""}')],
    ['B01 a number for an id', raw(200, '{"id":123}')],
    ['B01 null for an id', raw(200, '{"id":null}')],
    ['an error inside HTTP 200', raw(200, '{"code":500,"msg":"busy"}')],
    ['B02 HTML', raw(200, '<html>', { 'content-type': 'text/html' })],
    ['B02 nothing', raw(200, '')],
    ['B02 half of the JSON', raw(200, '{"id":"t')],
    [
      'B02 less than its length',
      (_, response) => {
        response.writeHead(200, { 'content-length': '500' }).write('{"id":"t1"}')
        setTimeout(() => response.destroy(), 10)
      },
    ],
    ['C01 a cut connection', (_, response) => response.destroy()],
    ['B04 a redirect', raw(307, '', { location: 'http://127.0.0.1:1/spy' })],
    ['HTTP 500', raw(500, JSON.stringify(error('server_error')))],
    ['HTTP 502 in HTML', raw(502, '<html>')],
    ['HTTP 408', raw(408, JSON.stringify(error('timeout')))],
    ['HTTP 409', raw(409, JSON.stringify(error('conflict')))],
    ['HTTP 425', raw(425, JSON.stringify(error('too_early')))],
    ['B15 a 400 that is no API error', raw(400, '{"error":"x"}')],
    ['B15 a 400 in HTML', raw(400, '<html>')],
    ['B21 a bomb', raw(200, '', {})],
  ])('%s: 424, the hold stays, and the key is never sent again', async (name, script) => {
    const bomb: Script = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024)))
    const tools = setup(name.includes('bomb') ? bomb : script)
    const { create, recover, key, events } = tools
    const k = key()
    const first = await create(k)
    expect([first.status, first.headers.get('x-should-retry'), first.headers.get('idempotent-replayed')]).toEqual([
      424,
      'false',
      null,
    ])
    expect(await first.json()).toMatchObject({
      error: { code: 'outcome_unknown', type: 'idempotency_error' },
      generation: { key: k, state: 'uncertain' },
    })
    const again = await Promise.all([...Array.from({ length: 10 }, () => create(k)), recover(k)])
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 424))
    expect(again.every(({ headers }) => headers.get('idempotent-replayed') === 'true')).toBe(true)
    expect(await budgetOf(tools)).toMatchObject({ held: 10, spent: 0 })
    expect(upstream.received).toHaveLength(1)
    expect(events.map(({ type }) => type)).toEqual(['uncertain'])
  })

  it('B04 shows no other server the key', async () => {
    const seen: string[] = []
    const spy = await listen((request, response) => {
      seen.push(request.url ?? '')
      response.end('{}')
    })
    for (const status of [301, 302, 303, 307, 308]) {
      const { create, key } = setup(raw(status, '', { location: `${spy.url}/spy` }))
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      expect((await create(key())).status).toBe(424)
    }
    await spy.close()
    expect(seen).toEqual([])
  })
})

describe('a definite no', () => {
  it.each<[string, number, unknown, object]>([
    [
      'B13 out of credits',
      402,
      error('insufficient_credits', 'Top up.'),
      { code: 'insufficient_credits', type: 'billing_error', message: 'Top up.' },
    ],
    [
      'a rule of its own',
      400,
      error('bad_size', 'No such size.', 'size'),
      { code: 'bad_size', param: 'size', type: 'invalid_request_error' },
    ],
    ['a code that is none', 400, error({ a: 1 }), { code: 'upstream_refused' }],
    ['a code with capitals', 422, error('Bad-Code'), { code: 'upstream_refused', type: 'idempotency_error' }],
    [
      'a code that steers limn’s clients',
      404,
      error('generation_not_found'),
      { code: 'upstream_refused', type: 'not_found_error' },
    ],
    ['B15 a message of 1 kB', 400, error('x', '<b>'.repeat(400)), { message: '<b>'.repeat(400).slice(0, 500) }],
  ])('%s keeps upstream’s words; the hold is released', async (_, status, body, told) => {
    const tools = setup((__, response) => json(response, status, body))
    const { create, recover, abandon, key } = tools
    const k = key()
    const first = await create(k)
    const refusal: unknown = await first.clone().json()
    expect([first.status, refusal]).toMatchObject([status, { error: told }])
    expect(first.headers.get('x-should-retry')).toBe(status === 402 ? 'false' : null)
    // C23
    for (const again of [await create(k), await recover(k)])
      // oxlint-disable-next-line no-await-in-loop -- two
      expect([again.status, await again.json(), again.headers.get('idempotent-replayed')]).toEqual([
        status,
        refusal,
        'true',
      ])
    expect(await (await abandon(k)).json()).toEqual({ key: k, state: 'abandoned' })
    expect(await budgetOf(tools)).toMatchObject({ held: 0, spent: 0 })
    expect(upstream.received).toHaveLength(1)
  })
})

describe('surely not executed', () => {
  it.each([
    ['2', '2'],
    ['3600', '3600'],
    ['99999', '3600'],
    ['-1', null],
    ['soon', null],
  ])('B14 C15 a 429 with Retry-After %s lets the same key be sent again', async (header, told) => {
    let refused = 0
    const tools = setup((_, response) => {
      if (refused === 2) return json(response, 200, taskBody('t'))
      refused += 1
      return json(response, 429, error('rate_limit_exceeded'), { 'retry-after': header })
    })
    const { create, recover, key } = tools
    const k = key()
    const first = await create(k)
    expect([first.status, await codeOf(first), first.headers.get('retry-after')]).toEqual([429, 'rate_limited', told])
    expect(await codeOf(await recover(k))).toBe('generation_not_found')
    expect(await budgetOf(tools)).toMatchObject({ held: 0 })
    expect([(await create(k)).status, (await create(k)).status, (await create(k)).status]).toEqual([429, 200, 200])
    expect(upstream.received).toHaveLength(3)
    expect(await budgetOf(tools)).toMatchObject({ held: 0, spent: 10 })
  })

  it('B14 reads a Retry-After that is a date', async () => {
    const { environment, create, key } = setup((_, response) =>
      json(response, 429, {}, { 'retry-after': new Date(environment.now() + 90_000).toUTCString() }),
    )
    expect((await create(key())).headers.get('retry-after')).toBe('90')
  })

  it('C14 a refused connection and an unknown host hold nothing; the key works once upstream is there', async () => {
    const door = await listen((_, response) => response.end())
    await door.close()
    for (const gone of [`${door.url}/api/v1`, 'https://limn-no-such-host.invalid/api/v1']) {
      const { create, key, capabilities } = proxyUnderTest({
        upstream: gone,
        limits: { cap: { credits: 100, per: 'total' } },
      })
      // oxlint-disable-next-line no-await-in-loop -- two
      const response = await create(key())
      // oxlint-disable-next-line no-await-in-loop -- two
      expect([response.status, await codeOf(response)]).toEqual([503, 'upstream_unavailable'])
      // oxlint-disable-next-line no-await-in-loop -- two
      expect(await (await capabilities()).json()).toMatchObject({ budget: { held: 0, spent: 0 } })
    }
    const tools = proxyUnderTest({ upstream: `${door.url}/api/v1` })
    const k = tools.key()
    expect((await tools.create(k)).status).toBe(503)
    const port = Number(new URL(door.url).port)
    const back = await listen((_, response) => json(response, 200, taskBody('t')), port)
    expect((await tools.create(k)).status).toBe(200)
    await back.close()
  })

  it('B12 keeps a refused key to itself and stops further creates, but for one a minute', async () => {
    const echo = (_: unknown, response: Parameters<Script>[1]) =>
      json(response, 401, { message: 'Incorrect API key provided: sk-live-CANARY' })
    const { create, key, environment, events } = setup(echo)
    const k = key()
    const first = await create(k)
    expect([first.status, await codeOf(first)]).toEqual([503, 'upstream_misconfigured'])
    expect(await first.text()).not.toContain('CANARY')
    expect((await create(key())).status).toBe(503)
    expect(upstream.received).toHaveLength(1)
    environment.advance(60_000)
    upstream.script = (_, response) => json(response, 200, taskBody('t'))
    expect((await create(k)).status).toBe(200)
    expect((await create(key())).status).toBe(200)
    expect(JSON.stringify(events)).not.toContain('CANARY')
    expect(events.map(({ type }) => type)).toContain('misconfigured')
  })
})

describe('what comes through', () => {
  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('B21 decodes %s', async (encoding, compress) => {
    const { create, key, task } = setup((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(compress(JSON.stringify(taskBody('t')))),
    )
    const created = await create(key())
    expect(created.status).toBe(200)
    const { id } = (await created.json()) as { id: string }
    expect((await task(id)).status).toBe(200)
    upstream.script = (_, response) =>
      response.writeHead(429, { 'content-encoding': encoding }).end(compress(JSON.stringify(error('slow_down'))))
    expect((await create(key())).status).toBe(429)
  })

  it('B16 lets no header of upstream’s through', async () => {
    const { create, key } = setup((_, response) =>
      json(response, 200, taskBody('t'), {
        'set-cookie': 'a=b',
        'access-control-allow-origin': '*',
        location: 'https://evil.example',
        server: 'x',
        'x-upstream-secret': 'y',
      }),
    )
    const { headers } = await create(key())
    for (const name of ['set-cookie', 'access-control-allow-origin', 'location', 'server', 'x-upstream-secret'])
      expect(headers.get(name)).toBeNull()
  })

  it('B17 counts what upstream took, says so when it is more, and stops at the cap', async () => {
    const tools = setup((_, response) => json(response, 200, taskBody('t', { credits: 95 })))
    const { create, key, events } = tools
    expect(await (await create(key())).json()).toMatchObject({ credits: 95, status: 'pending' })
    expect(events).toContainEqual(expect.objectContaining({ type: 'overrun', held: 10, spent: 95 }))
    const next = await create(key())
    expect([next.status, next.headers.get('x-should-retry')]).toEqual([402, 'false'])
    expect(await next.json()).toMatchObject({
      error: { code: 'budget_exceeded' },
      budget: { cap: 100, held: 0, spent: 95, resets_at: null },
    })
    expect(upstream.received).toHaveLength(1)
  })

  it.each([1e20, '2026', -5, 1_714_000_000_000, null])('B11 takes %j for a time', async (created) => {
    const { create, key } = setup((_, response) => json(response, 200, taskBody('t', { created })))
    const body = (await (await create(key())).json()) as { created: number }
    expect(body.created).toBeGreaterThanOrEqual(0)
    expect(body.created).toBeLessThan(5_000_000_000)
  })
})
