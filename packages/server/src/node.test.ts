import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mintKey } from '@limn/core'
import { createProxy } from './createProxy.ts'
import { memoryLedger } from './ledger/memory.ts'
import { toNodeHandler } from './node.ts'
import { API_KEY, SECRET } from './test/proxyUnderTest.ts'
import { json, listen, startUpstream, taskBody } from './test/upstreamServer.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let count = 0
beforeAll(async () => {
  upstream = await startUpstream((_, response) => json(response, 200, taskBody(`task-${(count += 1)}`)))
})
beforeEach(() => void (upstream.received.length = 0))
afterAll(() => upstream.close())

const createHandler = (
  authorize: (request: Request, context: express.Request) => { id: string } | null = () => ({ id: 'u1' }),
) =>
  toNodeHandler(
    createProxy({
      upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
      ledger: memoryLedger(),
      watch: false,
      secret: SECRET,
      authorize,
    }),
  )

/** A bare node:http server, or Express 5 with its body parser in front. */
const SERVERS = {
  'node:http': () => {
    const handler = createHandler()
    return listen((request, response) => void handler(request as express.Request, response))
  },
  'Express behind express.json()': () => {
    const app = express()
    app.use(express.json(), express.urlencoded(), express.text())
    app.use('/api/images', createHandler())
    return listen(app)
  },
}

const post = (url: string, key: string, body: BodyInit = '{"prompt":"a fox"}', headers: Record<string, string> = {}) =>
  fetch(`${url}/api/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
    body,
  })

/** Sends a request word for word, and gives the first line of the answer and its head. */
const raw = (url: string, text: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text))
    socket.once('data', (chunk) => {
      resolve(String(chunk))
      socket.destroy()
    })
    socket.once('error', reject)
  })

describe.each(Object.entries(SERVERS))('%s', (_, start) => {
  let url = ''
  let close = async () => {}
  beforeAll(async () => {
    ;({ url, close } = await start())
  })
  afterAll(() => close())

  it('creates, replays and polls over real HTTP', async () => {
    const key = mintKey(Date.now())
    const created = await post(url, key)
    expect(created.status).toBe(200)
    const task = (await created.json()) as { id: string }
    expect(await (await post(url, key)).json()).toEqual(task)
    upstream.script = (__, response) => json(response, 200, taskBody(`task-${count}`, { status: 'processing' }))
    const polled = await fetch(`${url}/api/images/tasks/${task.id}`)
    expect(await polled.json()).toMatchObject({ id: task.id, status: 'processing' })
    upstream.script = (__, response) => json(response, 200, taskBody(`task-${(count += 1)}`))
    expect(upstream.received.map(({ method }) => method)).toEqual(['POST', 'GET'])
  })

  it('A14 answers TRACE, HEAD and PUT with 405 and Allow', async () => {
    for (const method of ['TRACE', 'HEAD', 'PUT']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await raw(url, `${method} /api/images/generations HTTP/1.1\r\nHost: a\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 405 /)
      expect(answer).toMatch(/^allow: POST\r$/im)
      expect(answer).toMatch(/^x-request-id: /im)
    }
  })

  it.each([
    '/api/images//generations',
    '/api/images/tasks/../generations',
    '/api/images/tasks/%2e%2e/generations',
    '/api/images/./generations',
    '/api/images/generations/',
    '/api/images\\generations',
    '/api/images/generations%00',
  ])('A15 does not tidy %s up', async (path) => {
    const body = '{"prompt":"a"}'
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: ${body.length}`
    expect(await raw(url, `${head}\r\n\r\n${body}`)).toMatch(/^HTTP\/1.1 40[04] /)
    expect(upstream.received).toHaveLength(0)
  })

  it('A13 refuses other types though a parser has read them', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
      // oxlint-disable-next-line no-await-in-loop -- two
      expect((await post(url, mintKey(Date.now()), '{"prompt":"a"}', { 'content-type': type })).status).toBe(415)
    expect(upstream.received).toHaveLength(0)
  })

  it('A20 takes two keys for none', async () => {
    const body = '{"prompt":"a"}'
    const head = `POST /api/images/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
    expect(await raw(url, `${head}\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n${body}`)).toMatch(
      /^HTTP\/1.1 400 /,
    )
    expect(upstream.received).toHaveLength(0)
  })

  it('C17 finishes a create whose caller went away: every executed one has its row', async () => {
    const keys = Array.from({ length: 200 }, () => mintKey(Date.now()))
    upstream.script = (__, response) =>
      void setTimeout(() => json(response, 200, taskBody(`task-${(count += 1)}`)), count % 40)
    await Promise.all(
      keys.map((key, index) => {
        const gone = AbortSignal.timeout(20 + ((index * 7) % 280))
        return fetch(`${url}/api/images/generations`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': key },
          body: '{"prompt":"a fox"}',
          signal: gone,
        }).catch(() => undefined)
      }),
    )
    const recover = (key: string) => fetch(`${url}/api/images/generations/${key}`).then(({ status }) => status)
    const settled = async () => (await Promise.all(keys.map(recover))).filter((status) => status !== 409)
    await expect.poll(async () => (await settled()).length, { timeout: 10_000 }).toBe(200)
    const statuses = await settled()
    expect(statuses.filter((status) => status === 200)).toHaveLength(upstream.received.length)
    expect(statuses.filter((status) => status === 404)).toHaveLength(200 - upstream.received.length)
  })
})

describe('node:http', () => {
  it('A12 stops reading a body that has no end', async () => {
    const { url, close } = await SERVERS['node:http']()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(
        `${url}/api/images/generations`,
        { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'k' } },
        (response) => {
          resolve(response.statusCode)
          request.destroy()
        },
      )
      request.on('error', reject)
      const more = () => !request.destroyed && request.write('x'.repeat(8192), () => setImmediate(more))
      more()
    })
    expect(status).toBe(413)
    expect(
      await raw(
        url,
        'POST /api/images/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: 10000000000\r\n\r\n',
      ),
    ).toMatch(/^HTTP\/1.1 413 /)
    expect(upstream.received).toHaveLength(0)
    await close()
  })

  it('gives authorize the native request', async () => {
    const app = express()
    const handler = createHandler((_, request) => ({ id: request.query['who'] as string }))
    app.use(handler)
    const { url, close } = await listen(app)
    const tag = async (who: string) =>
      ((await (await fetch(`${url}/api/images/capabilities?who=${who}`)).json()) as { principal: string }).principal
    expect(await tag('u1')).toBe(await tag('u1'))
    expect(await tag('u1')).not.toBe(await tag('u2'))
    await close()
  })
})
