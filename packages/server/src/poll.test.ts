import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from './ledger/ledger.ts'
import { codeOf, proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => void (upstream.received.length = 0))
afterAll(() => upstream.close())

type Answer = { status?: number; body?: unknown; raw?: string; headers?: Record<string, string> }
const HOUR = 3_600_000
const PICTURE = { url: 'https://cdn.example/1.png' }
/** A picture as the browser hears of it. */
const shown = (index = 0) => ({
  url: expect.stringMatching(`^/api/images/tasks/limn1[^/]+/images/${index}\\?s=[\\w-]{43}$`) as string,
})

/** A proxy with one accepted task; `answer` is what upstream says to the polls. */
async function accepted(options: Parameters<typeof proxyUnderTest>[0] = {}) {
  const tools = proxyUnderTest({ upstream: upstream.url, ...options })
  const state = { answer: { body: taskBody('t') } as Answer }
  upstream.script = ({ method }, response) => {
    if (method === 'POST') return json(response, 200, taskBody('t'))
    const { status = 200, body, raw, headers } = state.answer
    if (raw === undefined) return json(response, status, body, headers)
    return void response.writeHead(status, headers).end(raw)
  }
  const k = tools.key()
  const { id } = (await (await tools.create(k)).json()) as { id: string }
  upstream.received.length = 0
  /** Polls, a moment later. */
  const poll = async (answer?: Answer, headers?: Record<string, string>) => {
    if (answer) state.answer = answer
    tools.environment.advance(1000)
    const response = await tools.task(id, headers)
    return { response, status: response.status, body: (await response.clone().json()) as Record<string, unknown> }
  }
  return { ...tools, k, id, poll }
}
const notFound: Answer = {
  status: 404,
  body: { error: { message: 'No such task.', type: 'x', param: null, code: 'not_found' } },
}

describe('one look', () => {
  it('follows a task to its pictures, then asks upstream no more', async () => {
    const { poll, id, k, recover, events } = await accepted()
    expect((await poll()).body).toMatchObject({
      id,
      status: 'pending',
      data: [],
      key: k,
      request: { prompt: 'a fox in snow' },
    })
    expect((await poll({ body: taskBody('t', { status: 'processing' }) })).body).toMatchObject({ status: 'processing' })
    const done = await poll({ body: taskBody('t', { status: 'succeeded', data: [PICTURE] }) })
    expect(done.body).toMatchObject({ id, status: 'succeeded', data: [shown()], credits: 10 })
    upstream.received.length = 0
    expect((await poll({ body: taskBody('t', { status: 'failed' }) })).body).toMatchObject({ status: 'succeeded' })
    expect(await (await recover(k)).json()).toMatchObject({ id, status: 'succeeded', data: [shown()] })
    expect(upstream.received).toHaveLength(0)
    expect(events.filter(({ type }) => type === 'settled')).toMatchObject([{ credits: 10, key: k }])
  })

  it('is shared by all who ask within a second', async () => {
    const { environment, task, id } = await accepted()
    environment.advance(1000)
    const seen = await Promise.all(Array.from({ length: 50 }, () => task(id)))
    await task(id)
    expect(seen.every(({ status }) => status === 200)).toBe(true)
    expect(upstream.received).toHaveLength(1)
    environment.advance(1000)
    await task(id)
    expect(upstream.received).toHaveLength(2)
  })

  it('B05 takes an unknown word for processing', async () => {
    const { poll } = await accepted()
    expect((await poll({ body: taskBody('t', { status: 'queued2' }) })).body).toMatchObject({ status: 'processing' })
  })

  it.each([{ data: [] }, { data: undefined }, { data: [{ url: null }] }, { data: [{ url: 'javascript:alert(1)' }] }])(
    'B06 waits three more looks for the pictures of a success with %j, then says no_output',
    async (fields) => {
      const { poll } = await accepted()
      const answer = { body: taskBody('t', { status: 'succeeded', ...fields }) }
      const statuses = [await poll(answer), await poll(), await poll(), await poll()].map(({ body }) => body['status'])
      expect(statuses).toEqual(['processing', 'processing', 'processing', 'failed'])
      expect((await poll()).body).toMatchObject({ status: 'failed', error: { code: 'no_output' } })
    },
  )

  it('B08 lets only URLs through that a picture may have', async () => {
    const urls = [
      'javascript:alert(1)',
      'data:text/html,x',
      '//host/1.png',
      'file:///etc/passwd',
      'blob:x',
      `https://a.example/${'x'.repeat(10_000)}`,
      'https://u:p@a.example/1.png',
    ]
    const { poll } = await accepted()
    const { body } = await poll({
      body: taskBody('t', { status: 'succeeded', data: [PICTURE, ...urls.map((url) => ({ url }))] }),
    })
    expect(body['data']).toEqual([shown(), ...urls.map(() => ({ url: null }))])
  })

  it('drops result URLs on private hosts, unless the upstream is this machine', async () => {
    const data = [PICTURE, { url: 'http://169.254.169.254/latest' }, { url: 'https://localhost/1.png' }]
    const done = taskBody('t', { status: 'succeeded', data })
    const { create, key } = proxyUnderTest({
      upstream: 'https://api.example/v1',
      fetch: async () => Response.json(done),
    })
    expect(await (await create(key())).json()).toMatchObject({ data: [shown(), { url: null }, { url: null }] })
    const { poll } = await accepted()
    expect((await poll({ body: done })).body).toMatchObject({ data: [shown(0), shown(1), shown(2)] })
  })

  it('B09 shows as many pictures as there are', async () => {
    const { poll } = await accepted()
    const data = Array.from({ length: 12 }, (_, index) => ({ url: `https://cdn.example/${index}.png` }))
    expect((await poll({ body: taskBody('t', { status: 'succeeded', data, credits: 120 }) })).body).toMatchObject({
      data: data.map((_, index) => shown(index)),
      credits: 120,
    })
  })

  it('tells why a task failed', async () => {
    const { poll } = await accepted()
    const failed = taskBody('t', {
      status: 'failed',
      error: { code: 'content_policy_violation', message: '<b>No.</b>' },
    })
    expect((await poll({ body: failed })).body).toMatchObject({
      error: { code: 'content_policy', message: '<b>No.</b>', param: null },
    })
  })
})

it('a task that is settled from the start is told as settled', async () => {
  const { create, key, events } = proxyUnderTest({ upstream: upstream.url })
  upstream.script = (_, response) => json(response, 200, taskBody('t', { status: 'succeeded', data: [PICTURE] }))
  expect(await (await create(key())).json()).toMatchObject({ status: 'succeeded', data: [shown()] })
  expect(events.map(({ type }) => type)).toEqual(['accepted', 'settled'])
})

it('a clock that is set back stops no poll', async () => {
  const { environment, task, id } = await accepted()
  await task(id)
  environment.advance(-60_000)
  await task(id)
  expect(upstream.received).toHaveLength(2)
})

describe('a look that says nothing', () => {
  it.each<[string, Answer, number, string, string | null]>([
    ['500', { status: 500, body: {} }, 503, 'upstream_unavailable', null],
    ['HTML', { raw: '<html>' }, 503, 'upstream_unavailable', null],
    [
      'B04 a redirect',
      { status: 302, raw: '', headers: { location: 'http://127.0.0.1:1/' } },
      503,
      'upstream_unavailable',
      null,
    ],
    ['another task', { body: taskBody('other') }, 503, 'upstream_unavailable', null],
    ['B12 401', { status: 401, body: { message: 'sk-live-CANARY' } }, 503, 'upstream_misconfigured', null],
    ['B14 429', { status: 429, body: {}, headers: { 'retry-after': '2' } }, 429, 'rate_limited', '2'],
    [
      'an answer above 1 MiB',
      { raw: JSON.stringify(taskBody('t', { x: 'x'.repeat(2_000_000) })) },
      503,
      'upstream_unavailable',
      null,
    ],
  ])('%s never changes a task’s fate', async (_, answer, status, code, retryAfter) => {
    const { poll, recover, k } = await accepted()
    await poll({ body: taskBody('t', { status: 'processing' }) })
    const failed = await poll(answer)
    expect([failed.status, await codeOf(failed.response), failed.response.headers.get('retry-after')]).toEqual([
      status,
      code,
      retryAfter,
    ])
    expect(JSON.stringify(failed.body)).not.toContain('CANARY')
    expect(await (await recover(k)).json()).toMatchObject({ status: 'processing' })
    expect((await poll({ body: taskBody('t', { status: 'succeeded', data: [PICTURE] }) })).body).toMatchObject({
      status: 'succeeded',
    })
  })

  it('B12 a refused key met by a poll stops creates', async () => {
    const { poll, create, key } = await accepted()
    await poll({ status: 401, body: {} })
    upstream.received.length = 0
    expect(await codeOf(await create(key()))).toBe('upstream_misconfigured')
    expect(upstream.received).toHaveLength(0)
  })
})

describe('404', () => {
  it('B18 is lag in the first 30 s', async () => {
    const { poll } = await accepted()
    for (let look = 0; look < 3; look += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await poll(notFound)).body).toMatchObject({ status: 'pending' })
    expect((await poll({ body: taskBody('t') })).body).toMatchObject({ status: 'pending' })
  })

  it('B19 three in a row after that: gone, found again when upstream finds it, lost after 30 min', async () => {
    const { poll, environment, recover, k, ledger } = await accepted()
    environment.advance(31_000)
    const looks = [await poll(notFound), await poll(), await poll()]
    expect(looks.map(({ status }) => status)).toEqual([200, 200, 404])
    expect(looks[2]!.body).toMatchObject({ error: { code: 'task_not_found' } })
    expect(await (await recover(k)).json()).toMatchObject({ status: 'pending' })
    expect((await poll({ body: taskBody('t', { status: 'processing' }) })).body).toMatchObject({ status: 'processing' })
    for (let look = 0; look < 3; look += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await poll(notFound)
    environment.advance(HOUR / 2)
    await poll()
    expect(
      await (ledger as { find: (ref: object) => Promise<unknown> }).find({ principal: 'u1', key: k }),
    ).toMatchObject({ state: 'lost' })
    upstream.received.length = 0
    expect((await poll()).status).toBe(404)
    expect(upstream.received).toHaveLength(0)
    environment.advance(60_000)
    expect(
      (await poll({ body: taskBody('t', { status: 'processing' }) }, { 'cache-control': 'no-cache' })).body,
    ).toMatchObject({ status: 'processing' })
  })

  it('a 404 page is no 404', async () => {
    const { poll, environment } = await accepted()
    environment.advance(31_000)
    const looks = [await poll({ status: 404, raw: '<html>' }), await poll(), await poll(), await poll()]
    expect(looks.map(({ status }) => status)).toEqual([503, 503, 503, 503])
  })
})

describe('Cache-Control: no-cache', () => {
  it('asks for fresh URLs of a settled task, once a minute; the status stays', async () => {
    const { poll, environment, ledger, k } = await accepted()
    const kept = async () => (await (ledger as Ledger).find({ principal: 'u1', key: k }))?.watch.task
    await poll({ body: taskBody('t', { status: 'succeeded', data: [PICTURE] }) })
    const fresh = [{ url: 'https://cdn.example/fresh.png' }]
    upstream.received.length = 0
    const noCache = { 'cache-control': 'no-cache' }
    const again = { body: taskBody('t', { status: 'processing', data: fresh }) }
    expect((await poll(again, noCache)).body).toMatchObject({ status: 'succeeded', data: [shown()] })
    expect(await kept()).toMatchObject({ status: 'succeeded', data: fresh })
    expect((await poll(undefined, noCache)).body).toMatchObject({ data: [shown()] })
    expect(upstream.received).toHaveLength(1)
    environment.advance(60_000)
    expect((await poll({ status: 500, body: {} }, noCache)).body).toMatchObject({
      status: 'succeeded',
      data: [shown()],
    })
    expect(await kept()).toMatchObject({ data: fresh })
    expect(upstream.received).toHaveLength(2)
  })
})

describe('without a ledger', () => {
  it('keeps nothing: handles work, keys are not known, nothing is replayed', async () => {
    const { poll, id, k, recover, abandon, create, capabilities, task } = await accepted({ ledger: 'none' })
    const done = await poll({ body: taskBody('t', { status: 'succeeded', data: [PICTURE] }) })
    expect(done.body).toMatchObject({ id, status: 'succeeded', data: [shown()] })
    expect(done.response.headers.get('limn-ledger')).toBe('none')
    expect((await task(id, { 'x-user': 'u2' })).status).toBe(404)
    expect([await codeOf(await recover(k)), await codeOf(await abandon(k))]).toEqual(['not_found', 'not_found'])
    expect(await (await capabilities()).json()).toMatchObject({
      ledger: 'none',
      ledger_id: null,
      features: ['batch', 'images', 'thumbnails'],
      budget: null,
    })
    upstream.received.length = 0
    expect((await create(k)).headers.get('idempotent-replayed')).toBeNull()
    expect(upstream.received).toHaveLength(1)
  })
})
