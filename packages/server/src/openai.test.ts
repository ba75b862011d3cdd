import OpenAI, { APIError, RateLimitError } from 'openai'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ERRORS, LimnError, isErrorCode, type ErrorCode } from '@limn/core'
import { createProxy } from './createProxy.ts'
import { memoryLedger } from './ledger/memory.ts'
import { toNodeHandler } from './node.ts'
import type { Principal } from './policy/authorize.ts'
import type { ProxyOptions } from './proxyOptions.ts'
import { API_KEY, SECRET } from './test/proxyUnderTest.ts'
import { json, listen, startUpstream, taskBody } from './test/upstreamServer.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let proxy: Awaited<ReturnType<typeof listen>>
let posts = 0
let openai: OpenAI

beforeAll(async () => {
  upstream = await startUpstream((_, response) => json(response, 200, taskBody('t')))
  const handler = toNodeHandler(
    createProxy({
      upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
      ledger: memoryLedger(),
      secret: SECRET,
      authorize: (request) => {
        const code = request.headers.get('x-code')
        if (isErrorCode(code)) throw new LimnError(code, 'As told.')
        return { id: 'u1' }
      },
    }),
  )
  proxy = await listen((request, response) => {
    posts += 1
    void handler(request, response)
  })
  openai = new OpenAI({ apiKey: 'app-token', baseURL: `${proxy.url}/api/images`, maxRetries: 2 })
})
afterAll(async () => {
  await proxy.close()
  await upstream.close()
})

const ask = async (headers: Record<string, string>) => {
  posts = 0
  try {
    return await openai.post<{ id: string }>('/generations', { body: { prompt: 'a' }, headers })
  } catch (error) {
    return error as APIError
  }
}

const CLASSES: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'AuthenticationError',
  402: 'APIError',
  403: 'PermissionDeniedError',
  404: 'NotFoundError',
  405: 'APIError',
  409: 'ConflictError',
  410: 'APIError',
  413: 'APIError',
  415: 'APIError',
  422: 'UnprocessableEntityError',
  424: 'APIError',
  429: 'RateLimitError',
  500: 'InternalServerError',
  502: 'InternalServerError',
  503: 'InternalServerError',
}
/** The SDK sends these again by itself, which is why every create needs a key. */
const RESENT = new Set([409, 429, 500, 502, 503])

describe('J01 the openai SDK at the proxy', () => {
  const rows = Object.entries(ERRORS).filter(([, { http }]) => http !== 0) as [ErrorCode, { http: number }][]

  it.each(rows.map(([code, { http }]) => [code, http] as const))('reads %s as HTTP %i', async (code, http) => {
    const error = (await ask({ 'idempotency-key': crypto.randomUUID(), 'x-code': code })) as APIError
    expect(error.constructor.name).toBe(CLASSES[http])
    expect(error).toMatchObject({ status: http, code, requestID: expect.stringMatching(/^[\w-]{36}$/) as string })
    expect(posts).toBe(RESENT.has(http) ? 3 : 1)
    expect(upstream.received).toHaveLength(0)
  })

  it('C18 needs a key', async () => {
    expect(await ask({})).toMatchObject({ status: 400, code: 'idempotency_key_required' })
  })

  it('never sends an uncertain create again', async () => {
    upstream.script = (_, response) => response.destroy()
    expect(await ask({ 'idempotency-key': crypto.randomUUID() })).toMatchObject({
      status: 424,
      code: 'outcome_unknown',
    })
    expect([posts, upstream.received.length]).toEqual([1, 1])
  })
})

describe('E08 what is over a limit', () => {
  async function setup(more: Pick<ProxyOptions<Principal, void>, 'limits' | 'rates'>, maxRetries: number) {
    upstream.script = (_, response) => json(response, 200, taskBody('t'))
    upstream.received.length = 0
    const handler = toNodeHandler(
      createProxy({
        upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
        ledger: memoryLedger(),
        secret: SECRET,
        authorize: () => ({ id: 'u1' }),
        onEvent: () => {},
        ...more,
      }),
    )
    let tries = 0
    const server = await listen((request, response) => {
      tries += 1
      void handler(request, response)
    })
    onTestFinished(() => server.close())
    const sdk = new OpenAI({ apiKey: 'app-token', baseURL: `${server.url}/api/images`, maxRetries })
    const create = async () => {
      tries = 0
      const headers = { 'idempotency-key': crypto.randomUUID() }
      return sdk.post<{ id: string }>('/generations', { body: { prompt: 'a' }, headers })
    }
    await create()
    const error = await create().then(
      () => undefined,
      (reason: unknown) => reason as APIError,
    )
    return { error, tries, sent: upstream.received.length }
  }

  it('credits: an APIError of 402 that it does not send again', async () => {
    const { error, tries, sent } = await setup({ limits: { cap: { credits: 10, per: 'day' } } }, 2)
    expect(error).toBeInstanceOf(APIError)
    expect(error).toMatchObject({ status: 402, code: 'budget_exceeded', type: 'billing_error' })
    expect([error!.headers!.get('x-should-retry'), tries, sent]).toEqual(['false', 1, 1])
  })

  it.each([
    ['what was asked in a minute', { rates: { creates: 1 } }, 60],
    ['what is under way', { limits: { running: 1 } }, 5],
  ])('%s: a RateLimitError that says when', async (_, more, seconds) => {
    const { error, sent } = await setup(more, 0)
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toMatchObject({ status: 429, code: 'rate_limited', type: 'rate_limit_error' })
    expect(Number(error!.headers!.get('retry-after'))).toBeGreaterThan(seconds - 5)
    expect(sent).toBe(1)
  })
})
