import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../test/selfSigned.ts'
import { json, listen, startUpstream, taskBody } from '../test/upstreamServer.ts'
import { createTransport as createFetchTransport } from './fetch.ts'
import { createTransport } from './node.ts'
import type { Exchange } from './transport.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

const open = () => {
  const transport = createTransport()
  closers.push(() => transport.close())
  return transport
}
const post = (url: string, fields: Partial<Exchange> = {}): Exchange => ({
  url,
  method: 'POST',
  headers: { authorization: 'Bearer sk-CANARY' },
  body: '{}',
  fresh: true,
  signal: AbortSignal.timeout(5000),
  ...fields,
})

describe('over undici', () => {
  it('B20 a certificate nobody vouches for is unsent, and the server sees no request', async () => {
    let requests = 0
    const server = createServer(selfSigned, (_, response) => {
      requests += 1
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, resolve))
    closers.push(() => new Promise((resolve) => server.close(() => resolve())))
    const url = `https://localhost:${(server.address() as AddressInfo).port}/x`
    expect(await open().send(post(url))).toMatchObject({ kind: 'unsent' })
    expect(requests).toBe(0)
  })

  it('C14 nobody listening and an unknown host are unsent', async () => {
    const door = await listen(() => {})
    await door.close()
    expect(await open().send(post(door.url))).toMatchObject({ kind: 'unsent' })
    expect(await open().send(post('http://limn-no-such-host.invalid'))).toMatchObject({ kind: 'unsent' })
  })

  it('a connection that was made and then cut is lost, and is not made again', async () => {
    let connections = 0
    const upstream = await startUpstream((_, response) => response.destroy())
    const door = await listen((request) => {
      connections += 1
      request.socket.destroy()
    })
    closers.push(upstream.close, door.close)
    expect(await open().send(post(upstream.url))).toMatchObject({ kind: 'lost' })
    expect(upstream.received).toHaveLength(1)
    expect(await open().send(post(door.url))).toMatchObject({ kind: 'lost' })
    expect(connections).toBe(1)
  })

  it('no answer in time is lost', async () => {
    const upstream = await startUpstream(() => {})
    closers.push(upstream.close)
    expect(await open().send(post(upstream.url, { signal: AbortSignal.timeout(50) }))).toMatchObject({ kind: 'lost' })
  })

  it('a create takes a connection of its own, polls share one', async () => {
    const ports = new Set<number | undefined>()
    const door = await listen((request, response) => {
      ports.add(request.socket.remotePort)
      request.resume().on('end', () => json(response, 200, taskBody('t')))
    })
    const transport = open()
    closers.push(door.close)
    for (let round = 0; round < 3; round += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await transport.send(post(door.url))
    expect(ports.size).toBe(3)
    ports.clear()
    for (let round = 0; round < 6; round += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await transport.send(post(door.url, { method: 'GET', body: undefined, fresh: false }))
    expect(ports.size).toBeLessThan(4)
  })
})

describe('over fetch', () => {
  it('reads an answer, follows no redirect, and never calls anything unsent', async () => {
    const upstream = await startUpstream(({ url }, response) =>
      url.endsWith('/away') ? response.writeHead(302, { location: '/' }).end() : json(response, 200, taskBody('t')),
    )
    const transport = createFetchTransport()
    expect(await transport.send(post(`${upstream.url}/x`))).toMatchObject({ kind: 'answer', status: 200 })
    expect(await transport.send(post(`${upstream.url}/away`))).toMatchObject({ kind: 'answer', status: 302 })
    await upstream.close()
    expect(await transport.send(post(`${upstream.url}/x`))).toMatchObject({ kind: 'lost' })
  })

  it('is closed as often as it is told to, and once', async () => {
    const transport = createTransport()
    await Promise.all([transport.close(), transport.close()])
    await transport.close()
    expect(await transport.send(post('http://127.0.0.1:9', { fresh: false }))).toMatchObject({ kind: 'lost' })
  })

  it('stops at 1 MiB, and at the deadline of a fetch that hears no signal', async () => {
    const big = createFetchTransport(async () => new Response('x'.repeat(1024 * 1024 + 1)))
    expect(await big.send(post('http://127.0.0.1'))).toMatchObject({
      kind: 'lost',
      reason: expect.stringContaining('1 MiB') as string,
    })
    const deaf = createFetchTransport(() => new Promise(() => {}))
    expect(await deaf.send(post('http://127.0.0.1', { signal: AbortSignal.timeout(20) }))).toMatchObject({
      kind: 'lost',
    })
  })
})
