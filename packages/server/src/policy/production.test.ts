import { describe, expect, it, vi } from 'vitest'
import { assembleProxy } from '../createProxy.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { API_KEY, ORIGIN, SECRET, testEnvironment } from '../test/proxyUnderTest.ts'
import { gptImage2 } from '../upstreams/gptImage2.ts'

const whole = {
  upstream: gptImage2({ apiKey: API_KEY }),
  ledger: memoryLedger(),
  secret: SECRET,
  authorize: () => null,
}
const start = (options: object, variables: Record<string, string> = {}) =>
  assembleProxy({ ...whole, ...options }, testEnvironment(variables)).ready()

describe('F01 production refuses to start open', () => {
  it('starts with authorize, a ledger, a secret and a key', async () => {
    await expect(start({})).resolves.toBeUndefined()
  })

  it.each<[string, object, RegExp]>([
    ['authorize', { authorize: undefined }, /`authorize`/],
    ['a ledger', { ledger: undefined }, /`ledger`/],
    ['a secret', { secret: undefined }, /LIMN_SECRET/],
    ['a secret of 32 bytes', { secret: 'short' }, /32 bytes/],
    ['a ledger to count a cap', { ledger: 'none', budget: { credits: 5, per: 'day' } }, /cap needs a ledger/],
    [
      'a ledger to count a cap of each',
      { ledger: 'none', limits: { cap: { credits: 5, per: 'day' } } },
      /cap needs a ledger/,
    ],
    ['a key', { upstream: gptImage2({ apiKey: '' }) }, /GPT_IMAGE_2_API_KEY/],
  ])('not without %s', async (_, options, message) => {
    await expect(start(options)).rejects.toMatchObject({
      code: 'proxy_misconfigured',
      message: expect.stringMatching(message) as string,
    })
  })

  it('nor sends under a cap that only `limits` knew of', async () => {
    const sent = vi.fn<() => Promise<Response>>()
    const proxy = assembleProxy(
      {
        ...whole,
        upstream: gptImage2({ apiKey: API_KEY, fetch: sent }),
        ledger: 'none',
        authorize: () => ({ id: 'u1' }),
        limits: () => ({ cap: { credits: 5, per: 'day' as const } }),
      },
      testEnvironment(),
    )
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k1' }
    const answer = await proxy(
      new Request(`${ORIGIN}/api/images/generations`, { method: 'POST', headers, body: '{"prompt":"a fox"}' }),
      undefined,
    )
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'proxy_misconfigured' } }])
    expect(sent).not.toHaveBeenCalled()
  })

  it.each<[string, object]>([
    ['dangerouslyAllowAnonymous', { authorize: undefined, dangerouslyAllowAnonymous: true }],
    ['no ledger, by name', { ledger: 'none' }],
    ['dangerouslyEphemeralSecret', { secret: undefined, dangerouslyEphemeralSecret: true }],
  ])('unless told so: %s', async (_, options) => {
    await expect(start(options)).resolves.toBeUndefined()
  })

  it('takes the secret from the environment, and needs none in development and test', async () => {
    await expect(start({ secret: undefined }, { LIMN_SECRET: SECRET })).resolves.toBeUndefined()
    await expect(start({ secret: undefined }, { NODE_ENV: 'development' })).resolves.toBeUndefined()
    await expect(start({ secret: undefined }, { NODE_ENV: 'staging' })).rejects.toThrow(/LIMN_SECRET/)
  })

  it('answers 503 instead of serving, and serves once it may', async () => {
    const variables: Record<string, string> = {}
    const proxy = assembleProxy({ ...whole, secret: undefined }, testEnvironment(variables))
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const ask = () => proxy(new Request(`${ORIGIN}/api/images/health`), undefined)
    const refused = await ask()
    expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: 'proxy_misconfigured' } }])
    await ask()
    expect(log.mock.calls).toEqual([[expect.stringContaining('LIMN_SECRET')]])
    log.mockRestore()
    variables['LIMN_SECRET'] = SECRET
    expect((await ask()).status).toBe(200)
  })
})

describe('F16 the key travels over https only', () => {
  it.each([
    'http://api.example/v1',
    'ftp://api.example',
    'https://u:p@api.example',
    'https://api.example/?a=b',
    'nowhere',
  ])('not to %s', (baseUrl) => {
    expect(() =>
      assembleProxy({ ...whole, upstream: gptImage2({ apiKey: API_KEY, baseUrl }) }, testEnvironment()),
    ).toThrow(TypeError)
  })

  it.each(['https://api.example/v1', 'http://127.0.0.1:1/api', 'http://localhost:1'])('to %s', (baseUrl) => {
    expect(() =>
      assembleProxy({ ...whole, upstream: gptImage2({ apiKey: API_KEY, baseUrl }) }, testEnvironment()),
    ).not.toThrow()
  })
})

describe('I02 a key that no header can carry', () => {
  it.each([`sk-CANARY\nx`, 'sk-CANARY\u0000', 'sk-CANARYü', 'sk CANARY', '"sk-CANARY"', '   '])(
    '%j stops the start, unprinted',
    async (apiKey) => {
      const failure = await start({ upstream: gptImage2({ apiKey }) }).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'proxy_misconfigured' })
      expect(String(failure)).not.toContain('CANARY')
    },
  )

  it('is trimmed', async () => {
    await expect(start({ upstream: gptImage2({ apiKey: ` ${API_KEY}\n` }) })).resolves.toBeUndefined()
  })
})
