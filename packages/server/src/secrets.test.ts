import { inspect } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from './ledger/ledger.ts'
import { memoryLedger } from './ledger/memory.ts'
import { API_KEY, SECRET, codeOf, proxyUnderTest, testEnvironment } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => {
  upstream.received.length = 0
  upstream.script = (_, response) => json(response, 200, taskBody('t'))
})
afterAll(() => upstream.close())

const onePixel = async () =>
  new Uint8Array(
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'teal' } })
      .png()
      .toBuffer(),
  )

const all = async (response: Response) => JSON.stringify([[...response.headers], await response.text()])

describe('the key and the secret', () => {
  it('I03 are in no answer and no event, whatever upstream echoes', async () => {
    const echo = { error: { message: `You sent Bearer ${API_KEY}`, code: API_KEY, param: API_KEY, type: API_KEY } }
    for (const status of [400, 401, 402, 403, 404, 422, 429, 500]) {
      upstream.script = ({ headers }, response) => json(response, status, { ...echo, headers })
      const { create, key, recover, events } = proxyUnderTest({ upstream: upstream.url })
      const k = key()
      // oxlint-disable-next-line no-await-in-loop -- one status after the other
      const told = (await all(await create(k))) + (await all(await recover(k))) + JSON.stringify(events)
      expect(told).not.toContain(API_KEY)
    }
    upstream.script = (_, response) =>
      json(
        response,
        200,
        taskBody('t', { model: API_KEY, status: 'succeeded', data: [{ url: `https://a.example/?k=${API_KEY}` }] }),
      )
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    expect(await all(await create(key()))).not.toContain(API_KEY)
    expect(upstream.received.every(({ headers }) => headers.authorization === `Bearer ${API_KEY}`)).toBe(true)
  })

  it('I06 I07 are in no answer when the app’s own code throws them', async () => {
    const blow = () => {
      throw new Error(`${API_KEY} ${SECRET}`)
    }
    for (const hooks of [{ authorize: blow }, { limits: blow }]) {
      const { create, key, events } = proxyUnderTest({ upstream: upstream.url, ...hooks })
      // oxlint-disable-next-line no-await-in-loop -- two
      const response = await create(key())
      // oxlint-disable-next-line no-await-in-loop -- two
      expect([response.status, await response.clone().json()]).toEqual([
        500,
        { error: { message: expect.any(String) as string, type: 'api_error', param: null, code: 'internal_error' } },
      ])
      // oxlint-disable-next-line no-await-in-loop -- two
      expect((await all(response)) + JSON.stringify(events)).not.toMatch(/CANARY|thirty-two|\.ts/)
      expect(events).toMatchObject([{ type: 'error', message: expect.stringContaining('[redacted]') as string }])
    }
  })

  it('I06 are in no answer and no event when the app’s own stores or onSettled throw them', async () => {
    const blow = async () => {
      throw new Error(`${API_KEY} ${SECRET}`)
    }
    const store = { setItemRaw: blow, getItemRaw: blow, removeItem: blow }
    const png = await onePixel()
    const fetch = async ({ method, url }: Request) => {
      if (url.endsWith('.png')) return new Response(png)
      return Response.json(
        taskBody('t', method === 'GET' ? { status: 'succeeded', data: [{ url: `${url}.png` }] } : {}),
      )
    }
    const references = { store, publicUrl: 'http://127.0.0.1:9' }
    for (const [hook, message] of [
      [{ archive: store }, /^archive: \[redacted\] \[redacted\]$/],
      [{ archive: blow }, /^archive: \[redacted\] \[redacted\]$/],
      [{ onSettled: blow }, /^onSettled: \[redacted\] \[redacted\]$/],
      [{ references }, /: \[redacted\] \[redacted\]$/],
    ] as const) {
      const { create, task, key, events, environment, ask } = proxyUnderTest({ fetch, ...hook })
      const { id } = (await (await create(key())).json()) as { id: string }
      environment.advance(1000)
      const answers = [await task(id), await ask('POST', '/references', { 'content-type': 'image/png' }, png)]
      expect(answers.map(({ status }) => status)).toEqual([200, 'references' in hook ? 500 : 404])
      const messages = () => events.flatMap((event) => ('message' in event ? [event.message] : []))
      await expect.poll(messages).toContainEqual(expect.stringMatching(message))
      const told = (await Promise.all(answers.map(all))).join() + JSON.stringify(events)
      expect(told).not.toMatch(/CANARY|thirty-two|\.ts/)
    }
  })

  it('I06 a listener that throws changes nothing', async () => {
    const { create, key } = proxyUnderTest({
      upstream: upstream.url,
      onEvent: () => {
        throw new Error(API_KEY)
      },
    })
    expect((await create(key())).status).toBe(200)
  })

  it('I08 are not to be seen in the objects', () => {
    const { proxy } = proxyUnderTest({ upstream: upstream.url })
    const described = gptImage2({ apiKey: API_KEY })
    for (const seen of [proxy, described])
      expect(inspect(seen, { depth: 9, showHidden: true }) + JSON.stringify(seen)).not.toMatch(/CANARY|thirty-two/)
  })

  it('I05 prompts are in events only when asked for', async () => {
    const quiet = proxyUnderTest({ upstream: upstream.url })
    await quiet.create(quiet.key(), { prompt: 'a private thing\r\nSet-Cookie: x\u001b[31m' })
    expect(JSON.stringify(quiet.events)).not.toContain('private')
    const loud = proxyUnderTest({ upstream: upstream.url, logPrompts: true })
    await loud.create(loud.key(), { prompt: 'a private thing' })
    expect(loud.events).toMatchObject([{ type: 'accepted', prompt: 'a private thing', credits: 10, principal: 'u1' }])
  })
})

describe('F15 nobody names the upstream', () => {
  it('but the configuration', async () => {
    const { ask, key } = proxyUnderTest({ upstream: upstream.url })
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key(),
      'x-limn-target-url': 'http://127.0.0.1:1',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    }
    const response = await ask('POST', '/generations?baseUrl=http://127.0.0.1:1', headers, '{"prompt":"a"}')
    expect(response.status).toBe(200)
    expect(upstream.received.map(({ url, headers: { host } }) => [url, host])).toEqual([
      ['/api/v1/images/generations', new URL(upstream.url).host],
    ])
  })
})

describe('J04 every answer', () => {
  it('carries the baseline', async () => {
    const { ask, create, key } = proxyUnderTest({ upstream: upstream.url })
    for (const response of [
      await create(key()),
      await ask('GET', '/nowhere'),
      await ask('GET', '/health'),
      await ask('PUT', '/generations'),
    ])
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'cache-control': 'private, no-store',
        vary: 'Cookie, Authorization, Origin',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'limn-ledger': 'memory',
        'x-request-id': expect.stringMatching(/^[\w-]{36}$/) as string,
      })
  })
})

describe('a ledger that fails', () => {
  const environment = testEnvironment()
  const failing = (...steps: (keyof Ledger)[]): Ledger => ({
    ...memoryLedger(environment),
    ...Object.fromEntries(
      steps.map((step) => [
        step,
        async () => {
          throw new Error('disk full')
        },
      ]),
    ),
  })

  it('D06 before the send: 503, nothing is sent', async () => {
    const { create, recover, key, events } = proxyUnderTest({
      upstream: upstream.url,
      environment,
      ledger: failing('claim', 'find'),
    })
    for (const response of [await create(key()), await recover(key())])
      // oxlint-disable-next-line no-await-in-loop -- two
      expect([response.status, await codeOf(response), response.headers.get('limn-ledger')]).toEqual([
        503,
        'ledger_unavailable',
        'degraded',
      ])
    expect(upstream.received).toHaveLength(0)
    expect(events).toMatchObject([{ type: 'ledger-degraded' }, { type: 'ledger-degraded' }])
  })

  it.each([0, 20_000])(
    'D05 after a yes: the handle is given, one orphan is told, a poll by handle %i ms later mends the row',
    async (later) => {
      const ledger = memoryLedger(environment)
      const { accept } = ledger
      ledger.accept = async () => {
        throw new Error('disk full')
      }
      const { create, task, recover, key, events } = proxyUnderTest({ upstream: upstream.url, ledger, environment })
      const k = key()
      const response = await create(k)
      expect([response.status, response.headers.get('limn-ledger')]).toEqual([200, 'degraded'])
      expect(events.filter(({ type }) => type === 'orphan')).toMatchObject([{ taskId: 't', key: k, principal: 'u1' }])
      const { id } = (await response.json()) as { id: string }
      const seen = await task(id)
      expect([seen.status, seen.headers.get('limn-ledger')]).toEqual([200, 'degraded'])
      ledger.accept = accept
      environment.advance(later)
      expect((await task(id)).headers.get('limn-ledger')).toBe('memory')
      expect(await (await recover(k)).json()).toMatchObject({ id, key: k, status: 'pending' })
      expect(upstream.received.filter(({ method }) => method === 'POST')).toHaveLength(1)
    },
  )

  it('on a poll leaves the handle', async () => {
    const ledger = failing('findByHandle')
    const { create, task, key } = proxyUnderTest({ upstream: upstream.url, ledger, environment })
    const { id } = (await (await create(key())).json()) as { id: string }
    const seen = await task(id)
    expect([seen.status, seen.headers.get('limn-ledger')]).toEqual([200, 'degraded'])
  })
})

describe('close', () => {
  it('takes no more, and finishes what is under way', async () => {
    const { proxy, create, recover, key } = proxyUnderTest({ upstream: upstream.url })
    let release = () => {}
    upstream.script = (_, response) => void (release = () => json(response, 200, taskBody('t')))
    const post = create(key())
    await expect.poll(() => upstream.received.length).toBe(1)
    const closed = proxy.close()
    expect((await recover(key())).status).toBe(503)
    release()
    expect((await post).status).toBe(200)
    await closed
    expect((await create(key())).status).toBe(503)
  })
})
