import { describe, expect, it } from 'vitest'
import { proxyUnderTest } from '../test/proxyUnderTest.ts'
import { checkOrigins, judgeOrigin } from './origins.ts'

const LISTED = 'https://app.example'
const judge = (method: string, headers: Record<string, string>, development = false) =>
  judgeOrigin(new Request('https://api.example/api/images/x', { method, headers }), { origins: [LISTED], development })

describe('origins', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['its own page', { 'sec-fetch-site': 'same-origin', origin: 'https://api.example' }, true],
    ['the address bar', { 'sec-fetch-site': 'none' }, true],
    ['F10 a sibling', { 'sec-fetch-site': 'same-site', origin: 'https://blog.example' }, false],
    ['F07 another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
    ['F07 another site without an origin', { 'sec-fetch-site': 'cross-site' }, false],
    ['a listed one', { 'sec-fetch-site': 'cross-site', origin: LISTED }, true],
    ['F09 a sandbox', { 'sec-fetch-site': 'same-origin', origin: 'null' }, false],
    ['F09 an old browser’s sandbox', { origin: 'null' }, false],
    ['F09 a longer name', { origin: 'https://app.example.evil.com' }, false],
    ['F09 another port', { origin: 'https://app.example:444' }, false],
    ['F09 upper case', { origin: 'HTTPS://APP.EXAMPLE' }, false],
    ['F12 its own origin, which a rewritten host does not prove', { origin: 'https://api.example' }, false],
    [
      'F12 a host header said by a proxy',
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
      false,
    ],
    ['F11 a script with a token', { authorization: 'Bearer x' }, true],
    ['F11 no origin, but a cookie', { cookie: 'session=1' }, false],
    ['F11 a cookie beside a token', { cookie: 'session=1', authorization: 'Bearer x' }, false],
  ])('answers a POST from %s', (_, headers, allowed) => {
    expect(judge('POST', headers).allowed).toBe(allowed)
  })

  it.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ cookie: 'session=1' }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: LISTED }, true],
  ])('answers a GET with %j', (headers, allowed) => {
    expect(judge('GET', headers).allowed).toBe(allowed)
  })

  it('takes its own origin in development', () => {
    expect(judge('POST', { origin: 'https://api.example' }, true).allowed).toBe(true)
    expect(judge('POST', { origin: 'https://evil.example' }, true).allowed).toBe(false)
  })

  it('takes exact origins only', () => {
    for (const wrong of ['app.example', 'https://app.example/', 'https://*.example', '*', 'null'])
      expect(() => checkOrigins([wrong])).toThrow(TypeError)
  })
})

describe('CORS', () => {
  const origins = [LISTED]

  it('F08 tells nobody but listed origins', async () => {
    const { ask } = proxyUnderTest({ origins })
    const evil = await ask('OPTIONS', '/generations', {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
    })
    expect(evil.status).toBe(403)
    expect([...evil.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(evil.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it('lets a listed origin read every answer, errors included', async () => {
    const { ask } = proxyUnderTest({ origins })
    const preflight = await ask('OPTIONS', '/generations', {
      origin: LISTED,
      'access-control-request-headers': 'x-csrf,content-type',
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-csrf,content-type')
    const lost = await ask('GET', '/nowhere', { origin: LISTED })
    expect(lost.headers.get('access-control-allow-origin')).toBe(LISTED)
    expect(lost.headers.get('access-control-allow-credentials')).toBe('true')
    expect(lost.headers.get('access-control-expose-headers')).toContain('idempotent-replayed')
    expect(lost.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  it('F07 creates nothing for a form or a beacon of another site', async () => {
    const { ask, key } = proxyUnderTest({ origins })
    const from = {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      cookie: 's=1',
      'idempotency-key': key(),
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      const response = await ask('POST', '/generations', { ...from, 'content-type': type }, '{"prompt":"a"}')
      expect(response.status).toBe(403)
    }
  })
})
