import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { mintKey } from '@limn/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failedCli, runCli } from './test/runCli.ts'
import { json, listen, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => {
  upstream.received.length = 0
  upstream.script = (_, response) => json(response, 200, taskBody('t'))
})
afterAll(() => upstream.close())

const args = (port: string) => [
  '--port',
  port,
  '--upstream',
  upstream.url,
  '--ledger',
  'memory',
  '--principal-header',
  'X-User',
]

async function serve() {
  const { child, said } = runCli(args('0'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { said, url: new URL(line.split(' ').at(-1)!) }
}

/** Sends a text word for word, and gives all that was heard until the other side hung up. */
const ask = ({ port }: URL, text: string) =>
  new Promise<string>((resolve) => {
    let heard = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => (heard += String(data))).on('error', () => {})
    socket.on('close', () => resolve(heard))
  })

const BODY = '{"prompt":"a"}'
const post = (...more: string[]) =>
  [
    'POST /api/images/generations HTTP/1.1',
    'Host: a',
    'Content-Type: application/json',
    `Idempotency-Key: ${mintKey(Date.now())}`,
    ...more,
    '',
    '',
  ].join('\r\n')

describe('the command line over a socket', () => {
  it('says in one line that its port is taken, and ends', async () => {
    const taken = await listen(() => {})
    const { port } = new URL(taken.url)
    const { code, out, err } = await failedCli(args(port))
    await taken.close()
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(new RegExp(`^limn-proxy: port ${port} is taken: [^\\n]+\\n$`))
  })

  it.each([
    ['two', 'X-User: u1', 'X-User: u2'],
    ['two of one', 'X-User: u1', 'X-User: u1'],
    ['one and an empty one', 'X-User: u1', 'X-User:'],
    ['an empty one and one', 'X-User:', 'X-User: u1'],
  ])('takes %s principal headers for nobody', async (_, ...users) => {
    const { url } = await serve()
    const heard = await ask(url, post(...users, 'Connection: close', `Content-Length: ${BODY.length}`) + BODY)
    expect(heard).toMatch(/^HTTP\/1\.1 401 /)
    expect(upstream.received).toHaveLength(0)
  })

  it('a caller that goes away in the middle of its body is no error of this server', async () => {
    const { url, said } = await serve()
    const socket = connect(Number(url.port), '127.0.0.1')
    socket.write(post('X-User: u1', 'Content-Length: 1000', 'Expect: 100-continue'))
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 100 /)
    socket.write(BODY, () => socket.resetAndDestroy())
    expect(await ask(url, post('X-User: u1', 'Connection: close', `Content-Length: ${BODY.length}`) + BODY)).toMatch(
      /^HTTP\/1\.1 200 /,
    )
    expect(said.err).toContain('"type":"accepted"')
    expect(said.err).not.toContain('"type":"error"')
  })

  it('hangs up where a body was refused unread, and only there', async () => {
    const { url } = await serve()
    const unread = await ask(url, `${post('X-User: u1', 'Content-Length: 200000')}${BODY}`)
    expect(unread).toMatch(/^HTTP\/1\.1 413 /)
    expect(unread).toMatch(/^connection: close\r$/im)
    const whole = (...more: string[]) => post('X-User: u1', `Content-Length: ${BODY.length}`, ...more) + BODY
    const read = await ask(url, whole() + whole('Connection: close'))
    expect(read.match(/HTTP\/1\.1 200 /g)).toHaveLength(2)
    expect(read.match(/^connection: close\r$/gim)).toHaveLength(1)
  })

  it('a create under way is answered by its own outcome, whatever rubbish follows it', async () => {
    const { url } = await serve()
    let release = () => {}
    upstream.script = (_, response) => void (release = () => json(response, 200, taskBody('t')))
    const heard = ask(url, `${post('X-User: u1', `Content-Length: ${BODY.length}`)}${BODY}no http\r\n\r\n`)
    await expect.poll(() => upstream.received.length).toBe(1)
    release()
    expect(await heard).toMatch(/^HTTP\/1\.1 200 /)
    expect(await heard).not.toContain('invalid_request')
  })
})
