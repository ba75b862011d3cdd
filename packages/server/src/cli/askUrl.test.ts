import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proxyUnderTest } from '../test/proxyUnderTest.ts'
import { listen } from '../test/upstreamServer.ts'
import { askUrl, checkAuthorizeUrl } from './askUrl.ts'

let app: Awaited<ReturnType<typeof listen>>
let asked: IncomingMessage[] = []
let answer: { status: number; headers?: Record<string, string>; body?: string } | 'cut'
beforeAll(async () => {
  app = await listen((request, response) => {
    asked.push(request)
    if (answer === 'cut') request.socket.destroy()
    else response.writeHead(answer.status, answer.headers).end(answer.body)
  })
})
afterAll(() => app.close())

/** A create of somebody whom the app is asked about. */
async function create(url = `${app.url}/limn/authorize?token=t`) {
  asked = []
  const sent: string[] = []
  const { ask, key, events } = proxyUnderTest({
    authorize: askUrl(url),
    fetch: async (request) => {
      sent.push(request.url)
      return Response.json({ id: 't', object: 'image.generation', status: 'pending', credits: 10, data: [] })
    },
  })
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key(),
    cookie: 'session=s1',
    authorization: 'Bearer b1',
    'user-agent': 'Browser',
    'x-csrftoken': 'c1',
    'sec-fetch-site': 'same-origin',
  }
  const response = await ask('POST', '/generations', headers, '{"prompt":"a fox"}')
  const { error } = (await response.json()) as { error?: { code: string; message: string } }
  return { status: response.status, error, sent: sent.length, events }
}

const says = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => {
  answer = { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

describe('an app that is asked who calls', () => {
  it('names the principal; it hears the cookies, the authorization and what it is about, nothing else', async () => {
    says(200, { id: '42' })
    expect(await create()).toMatchObject({ status: 200, sent: 1, events: [{ type: 'accepted', principal: '42' }] })
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /limn/authorize?token=t'])
    const { host: _host, connection: _connection, ...headers } = asked[0]!.headers
    expect(headers).toEqual({
      cookie: 'session=s1',
      authorization: 'Bearer b1',
      'x-limn-method': 'POST',
      'x-limn-path': '/api/images/generations',
      accept: 'application/json',
      'accept-encoding': 'gzip, br, deflate',
    })
  })

  it('says that nobody is signed in', async () => {
    says(401, '<h1>Sign in</h1>')
    expect(await create()).toMatchObject({ status: 401, error: { code: 'unauthenticated' }, sent: 0 })
  })

  it.each([
    [{ message: 'Verify your e-mail first.' }, 'Verify your e-mail first.'],
    ['<h1>No</h1>', 'forbidden'],
  ])('says that somebody may not: %o', async (body, message) => {
    says(403, body)
    expect(await create()).toMatchObject({ status: 403, error: { code: 'forbidden', message }, sent: 0 })
  })

  it.each([
    [302, /HTTP 302.*401/],
    [204, /HTTP 204/],
    [404, /HTTP 404/],
    [500, /HTTP 500/],
  ])('that answers %i opens nothing, and follows no redirect', async (status, message) => {
    says(status, '', { location: '/login' })
    const told = await create()
    expect(told).toMatchObject({ status: 503, error: { code: 'upstream_unavailable' }, sent: 0 })
    expect(told.events).toMatchObject([{ type: 'error', message: expect.stringMatching(message) as string }])
    expect(asked).toHaveLength(1)
  })

  it('that is not there, or hangs up, opens nothing', async () => {
    const closed = await listen(() => {})
    await closed.close()
    expect(await create(closed.url)).toMatchObject({ status: 503, error: { code: 'upstream_unavailable' }, sent: 0 })
    answer = 'cut'
    expect(await create()).toMatchObject({ status: 503, error: { code: 'upstream_unavailable' }, sent: 0 })
  })

  it('that never answers opens nothing', async () => {
    let hung = 0
    const silent = await listen(() => void (hung += 1))
    const { capabilities, environment } = proxyUnderTest({ authorize: askUrl(silent.url) })
    const told = capabilities()
    await expect.poll(() => hung).toBe(1)
    environment.advance(10_000)
    expect((await told).status).toBe(503)
    await silent.close()
  })

  it.each<[string, unknown, RegExp]>([
    ['a page', '<h1>Welcome</h1>', /the body/],
    ['no id', {}, /id/],
    ['an empty id', { id: '' }, /id/],
    ['a number', { id: 42 }, /id: /],
    ['a long id', { id: 'x'.repeat(256) }, /id/],
    ['a misspelt name', { id: '42', limit: { n: 1 } }, /limit/],
    ['a misspelt limit', { id: '42', limits: { sizess: [] } }, /limits: .*sizess/],
    ['a cap of no number', { id: '42', limits: { cap: { credits: '500', per: 'day' } } }, /limits\.cap\.credits/],
  ])('that answers 200 with %s opens nothing, and its operator hears why', async (_, body, message) => {
    says(200, body)
    const told = await create()
    expect(told).toMatchObject({ status: 500, error: { code: 'internal_error' }, sent: 0 })
    expect(told.events).toMatchObject([{ type: 'error', message: expect.stringMatching(message) as string }])
  })
})

describe('where it may be', () => {
  it.each([
    'https://app.example/authorize',
    'http://127.0.0.1:8000/a?b=c',
    'http://[::1]:8000',
    'http://10.0.0.4/a',
    'http://app:8000/a',
  ])('%s', (url) => expect(checkAuthorizeUrl(url)).toBe(url))

  it.each([
    'http://app.example/a',
    'http://203.0.113.7/a',
    'https://u:p@app.example/',
    'https://app.example/#a',
    'ftp://app/',
    'app',
  ])('not %s', (url) => expect(() => checkAuthorizeUrl(url)).toThrow('--authorize-url'))
})
