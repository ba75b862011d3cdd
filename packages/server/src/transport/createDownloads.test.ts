import { describe, expect, it, onTestFinished } from 'vitest'
import { listen } from '../test/upstreamServer.ts'
import { createTransport as createFetchTransport } from './fetch.ts'
import { createTransport } from './node.ts'
import { publicLookup, type Resolve } from './publicLookup.ts'

/** A name server that knows one answer, and counts how often it is asked. */
function nameServer(...addresses: readonly string[]) {
  let asked = 0
  const resolve: Resolve = (_, __, callback) => {
    asked += 1
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { resolve, asked: () => asked }
}

async function fileServer() {
  let requests = 0
  const { url, close } = await listen((_, response) => {
    requests += 1
    response.end('file')
  })
  onTestFinished(close)
  return { port: new URL(url).port, url, requests: () => requests }
}

const wanted = (url: string, anywhere = false) => ({ url, anywhere, signal: AbortSignal.timeout(5000) })

describe('files', () => {
  it.each(['127.0.0.1', '::ffff:127.0.0.1', '169.254.169.254', '100.64.0.1', 'fe80::1', 'fd00::1', '0.0.0.0'])(
    'of a public name that leads to %s are not asked for: no connection is made',
    async (address) => {
      const { port, requests } = await fileServer()
      const names = nameServer(address)
      const transport = createTransport(undefined, names.resolve)
      onTestFinished(() => transport.close())
      const download = await transport.download(wanted(`http://cdn.example:${port}/`))
      expect(download).toMatchObject({ kind: 'lost', reason: expect.stringContaining('private address') as string })
      expect([names.asked(), requests()]).toEqual([1, 0])
    },
  )

  it('come from this machine where the upstream is this machine', async () => {
    const { url, requests } = await fileServer()
    const transport = createTransport()
    onTestFinished(() => transport.close())
    const download = await transport.download(wanted(url, true))
    expect(download).toMatchObject({ kind: 'file', status: 200, length: 4 })
    expect(await new Response('body' in download ? download.body : '').text()).toBe('file')
    expect(requests()).toBe(1)
  })

  it('of a name with public and private addresses come from the public ones', () => {
    const { resolve } = nameServer('10.0.0.1', '8.8.8.8', '::1', '2606:4700::1111')
    const found = (options: object) => {
      let answer: unknown[] = []
      publicLookup(resolve)('cdn.example', options, (...given) => void (answer = given))
      return answer
    }
    expect(found({ all: true })[1]).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ])
    expect(found({})).toEqual([null, '8.8.8.8', 4])
  })

  it('over fetch: no redirect, no length of what is encoded, an end on demand', async () => {
    const seen: Request[] = []
    const transport = createFetchTransport(async (request) => {
      seen.push(request)
      return new Response('x', { headers: { 'content-length': '1', 'content-encoding': 'gzip' } })
    })
    expect(await transport.download(wanted('https://cdn.example/1.png'))).toMatchObject({ length: undefined })
    expect([seen[0]!.redirect, seen[0]!.headers.get('authorization')]).toEqual(['manual', null])
    const deaf = createFetchTransport(() => new Promise(() => {}))
    const signal = AbortSignal.timeout(20)
    expect(await deaf.download({ url: 'https://cdn.example', anywhere: false, signal })).toMatchObject({ kind: 'lost' })
  })
})
