import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { handlerOf } from '../node.ts'
import { listen } from '../test/upstreamServer.ts'
import { writeResponse } from './writeResponse.ts'

/** A server whose every answer is what `answer` makes of the request. */
async function serving(
  answer: (request: Request) => Response | Promise<Response>,
  before: (response: ServerResponse) => void = () => {},
) {
  const handler = handlerOf(async (request) => answer(request))
  const over: Promise<void>[] = []
  const { url, close } = await listen((request, response) => {
    before(response)
    over.push(handler(request, response))
  })
  onTestFinished(close)
  return { url, over }
}

/** A body of `count` pieces of 64 KiB, which counts what was taken of it. */
function pieces(count: number) {
  const taken = { count: 0, canceled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken.count += 1
        if (taken.count > count) controller.close()
        else controller.enqueue(new Uint8Array(65_536))
      },
      cancel: () => void (taken.canceled = true),
    },
    { highWaterMark: 0 },
  )
  return { taken, body }
}

/** A connection that has asked, and reads nothing until told. */
async function deafCaller(url: string, text = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n') {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.pause().write(text)
  onTestFinished(() => void socket.destroy())
  return socket
}

/** The first value that stays as it is while the event loop goes round. */
async function settled(read: () => number) {
  let before = -1
  await expect
    .poll(
      () => {
        const same = read() > 0 && read() === before
        before = read()
        return same
      },
      { interval: 100, timeout: 10_000 },
    )
    .toBe(true)
  return read()
}

const heard = async (url: string, text: string) => {
  const socket = await deafCaller(url, text)
  let all = ''
  socket.on('data', (data) => (all += data.toString('latin1'))).resume()
  await once(socket, 'close')
  return all
}

describe('an answer that is a stream', () => {
  it('J06 is read no faster than it is taken, and arrives whole', async () => {
    const { taken, body } = pieces(1024)
    const { url } = await serving(() => new Response(body))
    const caller = await deafCaller(url, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(await settled(() => taken.count)).toBeLessThan(512)
    let bytes = 0
    caller.on('data', (data) => (bytes += data.length)).resume()
    await once(caller, 'end')
    expect(bytes).toBeGreaterThan(1024 * 65_536)
    expect(taken).toEqual({ count: 1025, canceled: false })
  })

  it('ends its source when the caller leaves, though nothing is coming, and aborts the request', async () => {
    let [canceled, signal] = [false, undefined as AbortSignal | undefined]
    const { url, over } = await serving((request) => {
      signal = request.signal
      const first = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(1))
      return new Response(new ReadableStream({ start: first, cancel: () => void (canceled = true) }))
    })
    const caller = await deafCaller(url)
    await once(caller.resume(), 'data')
    caller.destroy()
    await expect.poll(() => [canceled, signal?.aborted], { timeout: 10_000 }).toEqual([true, true])
    await Promise.all(over)
  })

  it('a POST is aborted by nobody', async () => {
    const left = Promise.withResolvers<void>()
    let signal: AbortSignal | undefined
    const { url } = await serving(
      async (request) => {
        signal = request.signal
        await left.promise
        return new Response('x')
      },
      (response) => void response.once('close', left.resolve),
    )
    const caller = await deafCaller(url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
    await expect.poll(() => signal).toBeDefined()
    caller.destroy()
    await left.promise
    expect(signal?.aborted).toBe(false)
  })

  it('that breaks off never looks whole', async () => {
    const broken = () => {
      const { body } = pieces(2)
      const failing = new TransformStream({
        transform: (chunk: Uint8Array, out) => out.enqueue(chunk),
        flush: () => Promise.reject(new Error('gone')),
      })
      return body.pipeThrough(failing)
    }
    const { url, over } = await serving(() => new Response(broken()))
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated')
    await Promise.all(over)
  })

  it.each([
    ['shorter', '131073'],
    ['longer', '131071'],
  ])('that is %s than its head says is cut', async (_, length) => {
    const { url } = await serving(() => new Response(pieces(2).body, { headers: { 'content-length': length } }))
    const text = await heard(url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2))
    expect(text).toContain(`content-length: ${length}`)
    expect(text.split('\r\n\r\n')[1]!.length).toBeLessThan(Number(length))
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1)
  })

  it('of the right length keeps its connection', async () => {
    const { url } = await serving(() => new Response(pieces(1).body, { headers: { 'content-length': '65536' } }))
    const asked = 'GET / HTTP/1.1\r\nHost: a\r\n'
    const text = await heard(url, `${asked}\r\n${asked}Connection: close\r\n\r\n`)
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  })

  it('is not sent for HEAD, nor where somebody has answered already', async () => {
    const [head, late] = [pieces(9), pieces(9)]
    const { url } = await serving(() => new Response(head.body))
    expect(await heard(url, 'HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(/\r\n\r\n$/)
    const other = await serving(
      () => new Response(late.body),
      (response) => void response.end('mine'),
    )
    expect(await (await fetch(other.url)).text()).toBe('mine')
    expect([head.taken, late.taken]).toEqual([
      { count: 0, canceled: true },
      { count: 0, canceled: true },
    ])
  })
})

describe('an answer', () => {
  it('goes out beside the headers that the app has set', async () => {
    const headers = new Headers({ vary: 'Origin', 'x-powered-by': 'limn', 'content-type': 'application/json' })
    headers.append('set-cookie', 'a=1; Path=/')
    headers.append('set-cookie', 'b=2')
    const { url } = await serving(
      () => new Response('{}', { headers }),
      (response) => {
        response.setHeader('set-cookie', 'sid=1')
        response.setHeader('vary', 'Accept-Language')
        response.setHeader('x-powered-by', 'Express')
        response.setHeader('x-trace', '7')
      },
    )
    const answer = await fetch(url)
    expect(answer.headers.getSetCookie()).toEqual(['sid=1', 'a=1; Path=/', 'b=2'])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      vary: 'Accept-Language, Origin',
      'x-powered-by': 'limn',
      'x-trace': '7',
      'content-length': '2',
    })
  })

  it.each(['application/json', 'image/png'])(
    'of %s that came in chunks does not say so beside a length',
    async (type) => {
      const headers = { 'content-type': type, 'transfer-encoding': 'chunked' }
      const { url } = await serving(() => new Response('{"a":1}', { headers }))
      const answer = await fetch(url)
      expect(await answer.text()).toBe('{"a":1}')
    },
  )

  it('J06 is cut where nothing of it is taken', async () => {
    const { taken, body } = pieces(4096)
    const over = Promise.withResolvers<void>()
    const { url, close } = await listen((request: IncomingMessage, response) => {
      void writeResponse(new Response(body), request, response, 200).then(over.resolve)
    })
    onTestFinished(close)
    await deafCaller(url)
    await over.promise
    expect(taken.canceled).toBe(true)
  })
})

const refusal = () => Response.json({ error: 'too large' }, { status: 413 })
const REFUSAL = /^HTTP\/1\.1 413 [^]*\{"error":"too large"\}$/

/** One that is refused while it sends, and reads nothing yet. */
async function refused(answer: (request: Request) => Response = refusal) {
  const answers: ServerResponse[] = []
  const { url, over } = await serving(answer, (response) => void answers.push(response))
  const sender = await deafCaller(url, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
  let text = ''
  sender.on('data', (data) => (text += String(data)))
  await expect.poll(() => answers[0]?.headersSent).toBe(true)
  return { sender, over, told: () => text }
}

it('A12 a sender that goes on while it is refused hears why, and is cut a second later', async () => {
  const { sender, over, told } = await refused()
  for (let piece = 0; piece < 50; piece += 1) {
    sender.write(`400\r\n${'x'.repeat(0x400)}\r\n`)
    // oxlint-disable-next-line no-await-in-loop -- piece by piece, with a turn of the server's in between
    await new Promise(setImmediate)
  }
  sender.resume()
  await expect.poll(told).toMatch(REFUSAL)
  const began = performance.now()
  await Promise.all([...over, once(sender, 'close')])
  expect(performance.now() - began).toBeLessThan(3000)
})

it('A12 who was refused is answered once, and what they send behind it reaches nobody', async () => {
  const reached: string[] = []
  const { sender, told } = await refused(({ url }) => {
    reached.push(new URL(url).pathname)
    return refusal()
  })
  sender.write('0\r\n\r\nPOST /second HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}')
  sender.resume()
  await once(sender, 'close')
  expect(told()).toMatch(REFUSAL)
  expect(reached).toEqual(['/'])
})
