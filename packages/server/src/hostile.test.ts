import { createServer, request as httpRequest, Agent } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { mintKey } from '@limn/core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { memoryLedger } from './ledger/memory.ts'
import { handlerOf } from './node.ts'
import { answerMalformed } from './node/answerMalformed.ts'
import { API_KEY, codeOf, proxyUnderTest, testEnvironment } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => {
  upstream.received.length = 0
  upstream.script = (_, response) => json(response, 200, taskBody('t'))
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => upstream.close())

const creates = () => upstream.received.filter(({ method }) => method === 'POST').length

describe('B12 a refused key', () => {
  it('lets one trial a minute through, however many polls are refused meanwhile', async () => {
    const environment = testEnvironment()
    const { create, task, key } = proxyUnderTest({ upstream: upstream.url, environment })
    const { id } = (await (await create(key())).json()) as { id: string }
    upstream.script = (_, response) => json(response, 401, { error: { message: 'no', type: 'x' } })
    for (let seconds = 0; seconds < 300; seconds += 3) {
      environment.advance(3000)
      await task(id)
      await create(key())
    }
    expect(creates()).toBeGreaterThanOrEqual(5)
    expect(creates()).toBeLessThanOrEqual(7)
  })

  it('says when the next trial may be, and tells the operator once a trial', async () => {
    const environment = testEnvironment()
    upstream.script = (_, response) => json(response, 401, { error: { message: 'no', type: 'x' } })
    const { create, key, events } = proxyUnderTest({ upstream: upstream.url, environment })
    await create(key())
    environment.advance(15_000)
    expect((await create(key())).headers.get('retry-after')).toBe('45')
    expect(events.filter(({ type }) => type === 'misconfigured')).toHaveLength(1)
  })

  it('is not forgiven by a refusal of another kind', async () => {
    const environment = testEnvironment()
    upstream.script = (_, response) => json(response, 401, { error: { message: 'no', type: 'x' } })
    const { create, key } = proxyUnderTest({ upstream: upstream.url, environment })
    await create(key())
    environment.advance(60_000)
    upstream.script = (_, response) => json(response, 403, { error: { message: 'disabled', type: 'x' } })
    await create(key())
    await create(key())
    expect(creates()).toBe(2)
  })
})

describe('I03 the key in escapes', () => {
  it.each([API_KEY.replace('-', '\\u002d'), API_KEY.split('').join('').replace('sk', '\\u0073k')])(
    'is taken out of a task too: %s',
    async (escaped) => {
      upstream.script = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(`{"id":"t","status":"failed","data":[],"error":{"message":"key ${escaped}","code":"x"}}`)
      }
      const { create, recover, key } = proxyUnderTest({ upstream: upstream.url })
      const k = key()
      const told = (await (await create(k)).text()) + (await (await recover(k)).text())
      expect(told).toContain('[redacted]')
      expect(told).not.toContain(API_KEY)
    },
  )
})

describe('a handle of another task under the same key', () => {
  it('speaks for itself and leaves the row alone', async () => {
    const environment = testEnvironment()
    const before = proxyUnderTest({ upstream: upstream.url, environment })
    const k = before.key()
    const old = (await (await before.create(k)).json()) as { id: string }
    environment.advance(1000)
    const after = proxyUnderTest({ upstream: upstream.url, environment, ledger: memoryLedger(environment) })
    upstream.script = ({ url }, response) => json(response, 200, taskBody(url.endsWith('/t') ? 't' : 't2'))
    const fresh = (await (await after.create(k)).json()) as { id: string }
    environment.advance(2000)
    const done = { status: 'succeeded', data: [{ url: 'https://a.example/old.png' }] }
    upstream.script = ({ url }, response) =>
      json(response, 200, url.endsWith('/t') ? taskBody('t', done) : taskBody('t2'))
    expect(await (await after.task(old.id)).json()).toMatchObject({ status: 'succeeded' })
    expect(await (await after.recover(k)).json()).toMatchObject({ id: fresh.id, status: 'pending' })
  })
})

describe('an anonymous browser that sends its first create again', () => {
  const anonymous = () => proxyUnderTest({ upstream: upstream.url, anonymous: true })

  it('is one guest, and one create', async () => {
    const { create, recover, key } = anonymous()
    const k = key()
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(k)))
    expect(creates()).toBe(1)
    expect(new Set(answers.map((answer) => answer.headers.get('set-cookie'))).size).toBe(1)
    expect(await codeOf(await recover(k))).toBe('200')
  })

  it('but a key that can be guessed leads to nobody', async () => {
    const { create } = anonymous()
    const [mine, theirs] = [await create('k1'), await create('k1')]
    expect(mine.headers.get('set-cookie')).not.toBe(theirs.headers.get('set-cookie'))
    expect(theirs.headers.get('idempotent-replayed')).toBeNull()
  })
})

describe('what upstream may do', () => {
  it('an id too long for a handle is an unclear outcome', async () => {
    upstream.script = (_, response) => json(response, 200, taskBody('漢'.repeat(300)))
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    expect(await codeOf(await create(key()))).toBe('outcome_unknown')
  })

  it('B21 a 429 stays a 429, though its body cannot be decoded', async () => {
    upstream.script = (_, response) =>
      response.writeHead(429, { 'content-encoding': 'gzip', 'retry-after': '2' }).end('no gzip')
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    const answer = await create(key())
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2'])
  })
})

describe('what an app may do', () => {
  it('I06 an onEvent that rejects stops nothing', async () => {
    const unhandled = vi.fn<() => void>()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const onEvent = () => Promise.reject(new Error(API_KEY)) as unknown as void
    const { create, key } = proxyUnderTest({ upstream: upstream.url, onEvent })
    expect((await create(key())).status).toBe(200)
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('over a socket', () => {
  async function serve() {
    const { proxy } = proxyUnderTest({ upstream: upstream.url })
    const handler = handlerOf(proxy)
    const server = createServer((incoming, outgoing) => void handler(incoming, outgoing))
    server.on('clientError', answerMalformed)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => {
      server.close().closeAllConnections()
    })
    return (server.address() as AddressInfo).port
  }

  it('a body refused by its head breaks no later request of the same client', async () => {
    const port = await serve()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const post = (body: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'idempotency-key': mintKey(Date.UTC(2026, 5, 1, 12)) }
        const path = '/api/images/generations'
        const sent = httpRequest({ port, host: '127.0.0.1', agent, method: 'POST', path, headers }, (answer) => {
          answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
        })
        sent.once('error', reject).end(body)
      })
    const statuses = []
    for (let round = 0; round < 5; round += 1)
      statuses.push(await post('x'.repeat(200_000)), await post('{"prompt":"a fox"}'))
    expect(statuses).toEqual([413, 200, 413, 200, 413, 200, 413, 200, 413, 200])
  })

  it('A20 what is no HTTP, or a head too large, is answered in the shape of the API', async () => {
    const port = await serve()
    const ask = (text: string) =>
      new Promise<string>((resolve) => {
        let heard = ''
        const socket = connect(port, '127.0.0.1', () => socket.write(text))
        socket.on('data', (data) => (heard += data.toString())).on('close', () => resolve(heard))
      })
    const large = Array.from({ length: 100 }, (_, index) => `x-${index}: ${'y'.repeat(1000)}`).join('\r\n')
    for (const text of ['no http\r\n\r\n', `GET /api/images/health HTTP/1.1\r\nhost: a\r\n${large}\r\n\r\n`]) {
      const heard = await ask(text)
      expect(heard).toMatch(/^HTTP\/1.1 400 /)
      expect(heard.toLowerCase()).toContain('x-request-id: ')
      expect(JSON.parse(heard.split('\r\n\r\n')[1]!)).toMatchObject({ error: { code: 'invalid_request', param: null } })
    }
  })
})
