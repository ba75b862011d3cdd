import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { handlerOf } from '../node.ts'
import { proxyUnderTest } from '../test/proxyUnderTest.ts'
import { answerMalformed } from './answerMalformed.ts'

const handler = handlerOf(proxyUnderTest({}).proxy)
const server = createServer(
  { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 },
  (request, response) => void handler(request, response),
).on('clientError', (error, socket) => answerMalformed(error, socket))
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close().closeAllConnections()
})

/** Sends a text word for word, never hangs up by itself, and gives what was heard until the other side did. */
const ask = (text: string) =>
  new Promise<string>((resolve) => {
    const { port } = server.address() as AddressInfo
    let heard = ''
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text))
    socket.on('data', (data) => (heard += String(data))).on('error', () => {})
    socket.once('end', () => resolve(heard))
    onTestFinished(() => void socket.destroy())
  })

describe('A20 what is no request', () => {
  it.each([
    ['what is not HTTP', 'no http\r\n\r\n', 400],
    ['a head above 16 KiB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['a head that does not end', 'GET / HTTP/1.1\r\nHost: a\r\n', 408],
    ['a host with a password', 'GET / HTTP/1.1\r\nHost: u:p@a\r\nConnection: close\r\n\r\n', 400],
  ])('%s is answered in the shape of the API', async (_, text, status) => {
    const heard = await ask(text)
    expect(heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(heard).toMatch(/^x-request-id: [\da-f-]{36}\r$/im)
    expect(heard).toMatch(/^content-type: application\/json/im)
    const error = { message: expect.any(String) as string, type: 'invalid_request_error', param: null }
    expect(JSON.parse(/\{.*\}/.exec(heard)![0])).toEqual({ error: { ...error, code: 'invalid_request' } })
  })

  it('who was answered before the end of their body is not answered a second time', async () => {
    const head = ['POST /api/images/generations HTTP/1.1', 'Host: a', 'Content-Type: application/json']
    const heard = await ask([...head, 'Content-Length: 70000', '', 'x'].join('\r\n'))
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413'])
  })

  it('whoever does not hang up is cut', async () => {
    await ask('no http\r\n\r\n')
    const connections = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)))
    await expect.poll(connections, { timeout: 5000 }).toBe(0)
  })
})
