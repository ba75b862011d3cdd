import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { isLimnError } from './errors.ts'
import { toRequest } from './request.ts'

const endpoint = 'https://app.example/api/images'
const answering = (...answers: (() => Response)[]) => {
  const requests: Request[] = []
  const client = createClient({
    endpoint,
    fetch: async (request) => {
      requests.push(request)
      return (answers.length > 1 ? answers.shift()! : answers[0]!)()
    },
  })
  return { client, requests }
}
const json = (body: unknown, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers })
const limn = { limn: 1, ledger: 'memory', ledger_id: 'L1', now: Date.now(), features: ['idempotency'] }
const task = { id: 't1', status: 'pending', created: 1, model: 'm', data: [] }
const fox = toRequest({ prompt: 'a fox' })
const caught = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the client', () => {
  it('throws nothing but a LimnError, whatever comes back', async () => {
    const body = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string(),
      fc.constantFrom('<html>502</html>', '', '{', 'null', '{"code":500,"msg":"no"}', '{"error":{"message":1}}'),
      fc
        .record({
          id: fc.jsonValue(),
          status: fc.jsonValue(),
          data: fc.jsonValue(),
          error: fc.jsonValue(),
          request: fc.jsonValue(),
        })
        .map((value) => JSON.stringify(value)),
      fc
        .record({ id: fc.constant('x'), request: fc.record({ image_urls: fc.jsonValue(), n: fc.jsonValue() }) })
        .map((value) => JSON.stringify(value)),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 599 }), body, fc.boolean(), async (status, text, ledger) => {
        const nothing = status === 204 || status === 205 || status === 304
        const { client } = answering(
          () =>
            new Response(nothing ? null : text, {
              status,
              headers: ledger ? { 'limn-ledger': 'memory', 'retry-after': text.replaceAll(/[^ -~]/g, '') } : {},
            }),
        )
        const calls = [
          client.createTask(fox, { key: 'k' }),
          client.getTask('t'),
          client.getGeneration('k'),
          client.abandonGeneration('k'),
          client.getCapabilities(),
        ]
        for (const error of await Promise.all(calls.map(caught)))
          expect(error === undefined || isLimnError(error)).toBe(true)
      }),
      { numRuns: 5000 },
    )
  }, 120_000)

  it('sends key and slot to a limn proxy, and neither to a plain one', async () => {
    const proxied = answering(
      () => json(limn),
      () => json(task),
    )
    await proxied.client.createTask(fox, { key: 'k1', slot: 'größe:1' })
    expect(proxied.requests[1]!.headers.get('idempotency-key')).toBe('k1')
    expect(proxied.requests[1]!.headers.get('limn-slot')).toBe('gr%C3%B6%C3%9Fe:1')

    const plain = answering(
      () => new Response('no', { status: 404 }),
      () => json(task),
    )
    await plain.client.createTask(fox, { key: 'k1', slot: 's' })
    expect(plain.requests.map(({ url }) => url)).toEqual([`${endpoint}/capabilities`, `${endpoint}/generations`])
    expect(plain.requests[1]!.headers.has('idempotency-key')).toBe(false)
    expect(plain.requests[1]!.headers.has('limn-slot')).toBe(false)
  })

  it('creates nothing while it is not known what kind of proxy this is', async () => {
    for (const status of [429, 500, 503]) {
      const { client, requests } = answering(() => new Response('', { status }))
      expect(isLimnError(await caught(client.createTask(fox, { key: 'k' })))).toBe(true)
      expect(requests).toHaveLength(1)
    }
  })

  it('keeps a limn refusal of /capabilities apart from a plain proxy', async () => {
    const refusal = {
      error: { message: 'Sign in.', type: 'authentication_error', param: null, code: 'unauthenticated' },
    }
    const { client } = answering(() => json(refusal, 401, { 'limn-ledger': 'memory' }))
    expect(isLimnError(await caught(client.getCapabilities()), 'unauthenticated')).toBe(true)
    expect((await answering(() => json(refusal, 401)).client.getCapabilities()).source).toBe('plain')
  })

  it('never follows a redirect nor reads a cache', async () => {
    const { client, requests } = answering(() => json(task))
    await client.getTask('a/b')
    expect(requests[0]!.redirect).toBe('manual')
    expect(requests[0]!.cache).toBe('no-store')
    expect(requests[0]!.url).toBe(`${endpoint}/tasks/a%2Fb`)
  })

  it('gives a path on the proxy the origin of the proxy, and drops it from a plain one', async () => {
    const done = { ...task, status: 'succeeded', data: [{ url: '/api/images/x' }, { url: 'javascript:alert(1)' }] }
    const proxied = await answering(() => json(done, 200, { 'limn-ledger': 'memory' })).client.getTask('t1')
    expect(proxied.data).toEqual([{ url: 'https://app.example/api/images/x' }, { url: null }])
    const plain = await answering(() => json(done)).client.getTask('t1')
    expect(plain.data).toEqual([{ url: null }, { url: null }])
  })

  it('tells a broken connection from one that was given up', async () => {
    const broken = createClient({ endpoint, fetch: () => Promise.reject(new TypeError('fetch failed')) })
    expect(isLimnError(await caught(broken.getTask('t')), 'network')).toBe(true)
    const given = AbortSignal.abort()
    const pending = createClient({ endpoint, fetch: ({ signal }) => Promise.reject(signal.reason as Error) })
    expect(isLimnError(await caught(pending.getTask('t', { signal: given })), 'aborted')).toBe(true)
  })

  it('throws nothing else for what cannot be sent', async () => {
    const { client } = answering(
      () => json(limn),
      () => json({}, 404),
    )
    const odd = { ...fox, n: 1n as unknown as number }
    for (const call of [client.createTask(odd, { key: 'k' }), client.getTask('\ud800'), client.getGeneration('\ud800')])
      expect(isLimnError(await caught(call))).toBe(true)
  })

  it('says clearly that a relative endpoint needs a page', async () => {
    const error = await caught(createClient().getTask('t'))
    expect(isLimnError(error, 'invalid_request') && error.message).toMatch(/absolute/)
  })

  it('needs no page where its fetch answers in this process, and writes URLs as a page does', async () => {
    const urls: string[] = []
    const data = [{ url: '/api/images/tasks/t1/images/0?s=x' }]
    const client = createClient({
      fetch: async ({ url }) => {
        urls.push(url)
        return json({ ...task, status: 'succeeded', data }, 200, { 'limn-ledger': 'memory' })
      },
    })
    expect((await client.getTask('t1')).data).toEqual(data)
    expect(urls).toEqual(['http://localhost/api/images/tasks/t1'])
  })
})
