import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import type { ServerResponse } from 'node:http'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { memoryLedger } from '../ledger/memory.ts'
import { handlerOf } from '../node.ts'
import { API_KEY, SECRET, codeOf, proxyUnderTest } from '../test/proxyUnderTest.ts'
import { json, listen, startUpstream, taskBody } from '../test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
/** What the pictures' host says, by path. */
let files: Record<string, (response: ServerResponse) => void>
let [png, jpeg, webp] = [Buffer.alloc(0), Buffer.alloc(0), Buffer.alloc(0)]
beforeAll(async () => {
  upstream = await startUpstream(() => {})
  const noise = randomBytes(900 * 600 * 3)
  const picture = sharp(noise, { raw: { width: 900, height: 600, channels: 3 } })
  ;[png, jpeg, webp] = await Promise.all([
    picture.clone().png().toBuffer(),
    picture.clone().jpeg().toBuffer(),
    picture.clone().webp().toBuffer(),
  ])
})
beforeEach(() => {
  files = {}
  upstream.received.length = 0
})
afterAll(() => upstream.close())

const fileUrl = (path: string) => upstream.url.replace('/api/v1', `/files/${path}`)
const fetched = () => upstream.received.filter(({ url }) => url.startsWith('/files/'))
const looks = () => upstream.received.filter(({ url }) => url.includes('/tasks/'))
const sendPng = (response: ServerResponse) => response.writeHead(200, { 'content-length': png.length }).end(png)

/** A proxy whose one task has the pictures at `paths`; its first picture's address, and a way to ask for it. */
async function made(paths: readonly string[] = ['1.png'], options: Parameters<typeof proxyUnderTest>[0] = {}) {
  const tools = proxyUnderTest({
    upstream: upstream.url,
    authorize: (request) => {
      const id = request.headers.get('x-user')
      return id === null ? null : { id }
    },
    ...options,
  })
  const answers: Response[] = []
  const ask: typeof tools.ask = async (...asked) => {
    const answer = await tools.ask(...asked)
    answers.push(answer)
    return answer
  }
  onTestFinished(async () => {
    await Promise.all(answers.map(async ({ body }) => (body?.locked ? undefined : body?.cancel())))
    await tools.proxy.close()
  })
  let data = paths.map((path) => ({ url: fileUrl(path) }))
  upstream.script = ({ method, url }, response) => {
    const file = files[url.slice('/files/'.length)]
    if (url.startsWith('/files/')) return file ? file(response) : void response.writeHead(404).end()
    json(response, 200, taskBody('t', method === 'POST' ? {} : { status: 'succeeded', data }))
  }
  const k = tools.key()
  const created = await tools.create(k, { prompt: 'a fox in snow' }, { 'x-user': 'u1' })
  const [cookie] = created.headers.getSetCookie()[0]?.split(';') ?? []
  const owner: Record<string, string> = { 'x-user': 'u1', ...(cookie !== undefined && { cookie }) }
  const { id } = (await created.json()) as { id: string }
  tools.environment.advance(1000)
  const task = (await (await tools.task(id, owner)).json()) as { data: { url: string }[] }
  const path = task.data[0]!.url.slice('/api/images'.length)
  return {
    ...tools,
    ask,
    k,
    id,
    path,
    bare: path.split('?')[0]!,
    owner,
    read: (headers: Record<string, string> = owner, more = '') => ask('GET', path + more, headers),
    moveTo: (...moved: readonly string[]) => void (data = moved.map((to) => ({ url: fileUrl(to) }))),
  }
}

describe('a picture', () => {
  it('comes as its bytes, from a host that hears nothing of us', async () => {
    files['1.png'] = sendPng
    const { read } = await made()
    const answer = await read()
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true)
    expect(fetched()).toHaveLength(1)
    expect(JSON.stringify(fetched())).not.toMatch(/authorization|cookie|CANARY/i)
  })

  it('F04 is the owner’s, or whose who has its address; nobody else’s', async () => {
    files['1.png'] = sendPng
    const { read, ask, path, bare, owner, id } = await made()
    const wrong = path.replace(/s=./, (start) => (start === 's=A' ? 's=B' : 's=A'))
    const another = path.replace('/images/0', '/images/1')
    expect((await ask('GET', bare, owner)).status).toBe(200)
    expect((await read({})).status).toBe(200)
    for (const tried of [bare, wrong, another, `${bare}?s=`, path.replace(id, 'limn1.a.b')]) {
      const refused = await ask('GET', tried)
      expect([refused.status, await codeOf(refused)]).toEqual([401, 'unauthenticated'])
    }
    const [foreign, never] = await Promise.all([
      read({ 'x-user': 'u2' }),
      ask('GET', '/tasks/limn1.a.b/images/0', { 'x-user': 'u2' }),
    ])
    expect([foreign.status, never.status]).toEqual([404, 404])
    expect(await foreign.json()).toEqual(await never.json())
    expect((await ask('GET', `/tasks/${id}/images/7`, owner)).status).toBe(404)
  })

  it('its address dies with the secret and the handle, and lives through a rotation', async () => {
    files['1.png'] = sendPng
    const ledger = memoryLedger()
    const { path, environment } = await made(['1.png'], { ledger })
    const ask = async (secret: string | string[]) => {
      const { ask: other } = proxyUnderTest({
        upstream: upstream.url,
        ledger,
        secret,
        authorize: () => null,
        environment,
      })
      return (await other('GET', path)).status
    }
    expect(await ask(['another secret of more than thirty-two bytes', SECRET])).toBe(200)
    expect(await ask('another secret of more than thirty-two bytes')).toBe(401)
    environment.advance(31 * 24 * 3_600_000)
    expect(await ask(SECRET)).toBe(404)
  })

  it('can be shown to a guest, whose first request it is, without naming one', async () => {
    files['1.png'] = sendPng
    const { read } = await made(['1.png'], { anonymous: true })
    const answer = await read({})
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []])
    expect((await (await made(['1.png'], { anonymous: true })).ask('GET', '/tasks/limn1.a.b/images/0')).status).toBe(
      401,
    )
  })

  it('is forgotten with its task, also for those who have its address', async () => {
    files['1.png'] = sendPng
    const { read, ask, id, owner } = await made()
    expect((await ask('DELETE', `/tasks/${id}`, owner)).status).toBe(200)
    expect([(await read()).status, (await read({})).status]).toEqual([404, 404])
  })

  it('comes without a ledger, too', async () => {
    files['1.png'] = sendPng
    const { read } = await made(['1.png'], { ledger: 'none' })
    expect([(await read()).status, (await read({})).status]).toEqual([200, 200])
    expect((await read({ 'x-user': 'u2' })).status).toBe(404)
  })

  it('F18 embedded by another site is 403', async () => {
    files['1.png'] = sendPng
    const { read } = await made()
    const image = { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' }
    for (const site of ['cross-site', 'same-site'])
      expect((await read({ ...image, 'sec-fetch-site': site })).status).toBe(403)
    expect((await read({ ...image, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect(fetched()).toHaveLength(1)
  })

  it('H06 is saved under a name of its prompt and its own bytes', async () => {
    files['1.png'] = (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(webp)
    const { read } = await made()
    const answer = await read(undefined, '&download')
    expect(answer.headers.get('content-type')).toBe('image/webp')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="a-fox-in-snow-1.webp"; filename*=UTF-8''a-fox-in-snow-1.webp`,
    )
  })
})

describe('what is no picture, or cannot be had', () => {
  const big = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64 * 1024 * 1024)])

  it.each<[string, (response: ServerResponse) => void]>([
    ['F18 H08 svg that calls itself png', (response) => typed(response, '<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['F18 html', (response) => typed(response, '<!doctype html><script>alert(1)</script>')],
    ['nothing', (response) => typed(response, '')],
    ['F18 more than 64 MiB, announced', (response) => response.writeHead(200, { 'content-length': 1e8 }).write('x')],
    ['a redirect', (response) => response.writeHead(302, { location: fileUrl('2.png') }).end()],
    ['a 500', (response) => response.writeHead(500).end(png)],
    ['a part', (response) => response.writeHead(206).end(png)],
    ['B21 an encoding that was not asked for', (response) => typed(response, png, { 'content-encoding': 'zstd' })],
    ['B21 what is not encoded as it says', (response) => typed(response, png, { 'content-encoding': 'gzip' })],
    ['K04 a connection that ends before its first byte', (response) => response.destroy()],
  ])('%s is 502, and not a byte of it goes on', async (_, send) => {
    files['1.png'] = send
    files['2.png'] = sendPng
    const { read, events } = await made()
    const answer = await read()
    expect([answer.status, await codeOf(answer)]).toEqual([502, 'image_unavailable'])
    expect(fetched()).toHaveLength(1)
    expect(events.at(-1)).toMatchObject({ type: 'error' })
    expect(JSON.stringify(events)).not.toContain(API_KEY)
  })

  it.each([
    ['gzip', gzipSync],
    ['br', (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['deflate', deflateSync],
  ])('B21 %s that was not asked for is decoded', async (encoding, encode) => {
    files['1.png'] = (response) => typed(response, encode(png), { 'content-encoding': encoding })
    const answer = await (await made()).read()
    expect([answer.headers.get('content-encoding'), answer.headers.get('content-length')]).toEqual([null, null])
    expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true)
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['F18 larger than 64 MiB', (response) => response.writeHead(200).end(big)],
    ['B21 a bomb', (response) => typed(response, gzipSync(big), { 'content-encoding': 'gzip' })],
    ['K04 cut in the middle', (response) => cutAfter(response, png.length)],
    ['K04 cut in the middle, of no announced length', (response) => cutAfter(response)],
    ['K04 cut so that nobody can tell but by its own end', (response) => endAfter(response, png)],
    ['K04 the same of a JPEG', (response) => endAfter(response, jpeg)],
    ['K04 the same of a WebP', (response) => endAfter(response, webp)],
  ])('%s breaks the connection: it never looks whole', async (_, send) => {
    files['1.png'] = send
    const { proxy, path } = await made()
    const { url, close } = await listen((request, response) => void handlerOf(proxy)(request, response))
    onTestFinished(close)
    const answer = await fetch(`${url}/api/images${path}`)
    expect(answer.status).toBe(200)
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated')
  })

  it.each(['png', 'jpeg', 'webp'])('%s of no announced length is whole where it comes to its end', async (kind) => {
    const bytes = { png, jpeg, webp }[kind]!
    files['1.png'] = (response) => endAfter(response, bytes, bytes.length)
    const answer = await (await made()).read()
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('J06 one that nobody reads any more is let go of', async () => {
    const closed = Promise.withResolvers<string>()
    files['1.png'] = (response) => {
      response.once('close', () => closed.resolve('let go of'))
      response.writeHead(200).write(png)
    }
    const { read } = await made()
    await (await read()).body!.cancel()
    expect(await closed.promise).toBe('let go of')
  })

  it('no byte for 30 s is 502', async () => {
    const asked = Promise.withResolvers<void>()
    files['1.png'] = () => asked.resolve()
    const { read, environment } = await made()
    const answer = read()
    await asked.promise
    environment.advance(30_000)
    expect((await answer).status).toBe(502)
  })
})

describe('a store that keeps pictures', () => {
  const kept = new Map<string, Uint8Array>()
  const store = (read: (key: string) => Promise<unknown>) => ({
    setItemRaw: async (key: string, value: Uint8Array) => void kept.set(key, value),
    getItemRaw: read,
    removeItem: async (key: string) => void kept.delete(key),
  })

  it.each([
    ['fails', () => Promise.reject(new Error('S3 is down')), 0, /archive: S3 is down/],
    ['says nothing', () => new Promise(() => {}), 15_000, /archive: the store gave no answer/],
    ['has lost it', () => Promise.resolve(null), 0, /^(?!.*archive)/],
  ])('that %s leaves upstream’s own address', async (_, read, ms, heard) => {
    files['1.png'] = sendPng
    const asked = Promise.withResolvers<void>()
    const getItemRaw = (key: string) => (asked.resolve(), expect(kept.has(key)).toBe(true), read())
    const { read: get, proxy, environment, events } = await made(['1.png'], { archive: store(getItemRaw) })
    const answer = get()
    await asked.promise
    environment.advance(ms)
    expect((await answer).status).toBe(200)
    expect(Buffer.from(await (await answer).arrayBuffer()).equals(png)).toBe(true)
    expect(events.map((event) => 'message' in event && event.message).join()).toMatch(heard)
    await proxy.close()
  })
})

describe('an address that has run out', () => {
  it.each([401, 403, 404, 410])('%d is asked for anew, once a minute, and the fresh one is kept', async (status) => {
    files['1.png'] = (response) => response.writeHead(status).end()
    files['2.png'] = sendPng
    const { read, moveTo, environment } = await made()
    moveTo('2.png')
    upstream.received.length = 0
    environment.advance(1000)
    expect((await read()).status).toBe(200)
    expect([looks().length, fetched().map(({ url }) => url)]).toEqual([1, ['/files/1.png', '/files/2.png']])
    expect((await read()).status).toBe(200)
    expect([looks().length, fetched().length]).toEqual([1, 3])
    files = {}
    environment.advance(1000)
    expect(await codeOf(await read())).toBe('image_unavailable')
    expect(looks()).toHaveLength(1)
    environment.advance(60_000)
    expect(await codeOf(await read())).toBe('image_unavailable')
    expect(looks()).toHaveLength(2)
  })

  it('ten readers at once are one look', async () => {
    files['2.png'] = sendPng
    const { read, moveTo, environment } = await made()
    moveTo('2.png')
    upstream.received.length = 0
    environment.advance(1000)
    const answers = await Promise.all(Array.from({ length: 10 }, () => read()))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(looks()).toHaveLength(1)
  })
})

describe('a thumbnail', () => {
  it.each([
    ['320', 320, 213],
    ['1280', 900, 600],
  ])('of %s is that wide at most, upright, and a WebP', async (w, width, height) => {
    files['1.png'] = sendPng
    const answer = await (await made()).read(undefined, `&w=${w}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(answer.headers.get('content-type')).toBe('image/webp')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width, height })
  })

  it('comes in a few widths only, and never of more than 120 megapixels', async () => {
    files['1.png'] = sendPng
    const { read } = await made()
    for (const w of ['0', '-1', '321', '1e9', '', '320.0']) expect((await read(undefined, `&w=${w}`)).status).toBe(400)
    expect(fetched()).toHaveLength(0)
    const huge = await sharp({ create: { width: 11_000, height: 11_000, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    files['1.png'] = (response) => typed(response, huge)
    expect(await codeOf(await read(undefined, '&w=320'))).toBe('image_unavailable')
    expect((await read()).status).toBe(200)
  })

  it('is made only while somebody waits: who leaves gives up the place and upstream’s connection', async () => {
    let open = 0
    files['1.png'] = (response) => {
      open += 1
      response.once('close', () => (open -= 1))
      response.writeHead(200, { 'content-length': png.length }).write(png.subarray(0, 20_000))
    }
    const { proxy, path, events } = await made()
    const { url, close } = await listen((request, response) => void handlerOf(proxy)(request, response))
    onTestFinished(close)
    const callers = Array.from({ length: 12 }, () => new AbortController())
    const answers = callers.map(({ signal }) => fetch(`${url}/api/images${path}&w=320`, { signal }).catch(() => 'left'))
    await expect.poll(() => open).toBeGreaterThan(0)
    for (const caller of callers) caller.abort()
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['left']))
    await expect.poll(() => open).toBe(0)
    files['1.png'] = sendPng
    expect((await fetch(`${url}/api/images${path}&w=320`)).status).toBe(200)
    expect(events.filter(({ type }) => type === 'error')).toEqual([])
  })

  it('of a picture that drips is 502 after 30 s, so that it holds up neither others nor the proxy’s end', async () => {
    const asked = Promise.withResolvers<void>()
    files['1.png'] = (response) => {
      response.writeHead(200, { 'content-length': png.length }).write(png.subarray(0, 20_000), () => asked.resolve())
    }
    const { read, environment, proxy } = await made()
    const answer = read(undefined, '&w=320')
    await asked.promise
    const waiting = environment.pending()
    environment.advance(30_000)
    expect(await codeOf(await answer)).toBe('image_unavailable')
    expect(environment.pending()).toBeLessThan(waiting)
    await proxy.close()
  })

  it('of a damaged picture is 502; many at once all come', async () => {
    files['1.png'] = (response) => typed(response, png.subarray(0, png.length / 2))
    const { read } = await made()
    expect((await read(undefined, '&w=320')).status).toBe(502)
    files['1.png'] = sendPng
    const answers = await Promise.all(Array.from({ length: 12 }, () => read(undefined, '&w=320')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })
})

it('a picture of a public upstream is not fetched from a private host, whatever its task says', async () => {
  const asked: string[] = []
  const { create, key, ask, environment, task } = proxyUnderTest({
    upstream: 'https://api.example/v1',
    fetch: async ({ url, method }) => {
      asked.push(url)
      const data = [{ url: 'http://169.254.169.254/latest' }, { url: 'https://cdn.example/1.png' }]
      if (url.includes('cdn')) return new Response(new Uint8Array(png))
      return Response.json(taskBody('t', method === 'POST' ? {} : { status: 'succeeded', data }))
    },
  })
  const { id } = (await (await create(key())).json()) as { id: string }
  environment.advance(1000)
  await task(id)
  expect((await ask('GET', `/tasks/${id}/images/0`)).status).toBe(404)
  expect((await ask('GET', `/tasks/${id}/images/1`)).status).toBe(200)
  expect(asked.filter((url) => url.includes('169.254'))).toEqual([])
})

function typed(response: ServerResponse, body: string | Uint8Array, headers: Record<string, string> = {}) {
  response.writeHead(200, { 'content-type': 'image/png', ...headers }).end(body)
}

/** 20 kB of a picture, as if that were all of it: its end is that the connection ends. */
function endAfter(response: ServerResponse, bytes: Buffer, length = 20_000) {
  response.useChunkedEncodingByDefault = false
  response.writeHead(200, { connection: 'close' }).end(bytes.subarray(0, length))
}

/** 20 kB of a picture, then nothing. */
function cutAfter(response: ServerResponse, length?: number) {
  response.writeHead(200, length === undefined ? {} : { 'content-length': length })
  response.write(png.subarray(0, 20_000), () => response.destroy())
  void once(response, 'close')
}

describe('images: false', () => {
  it('tells upstream’s own addresses, and serves none', async () => {
    const PICTURE = { url: 'https://cdn.example/1.png' }
    const tools = proxyUnderTest({
      images: false,
      fetch: async ({ method }) =>
        Response.json(method === 'POST' ? taskBody('t') : taskBody('t', { status: 'succeeded', data: [PICTURE] })),
    })
    onTestFinished(() => tools.proxy.close())
    const { id } = (await (await tools.create(tools.key())).json()) as { id: string }
    expect(await (await tools.task(id)).json()).toMatchObject({ status: 'succeeded', data: [PICTURE] })
    expect(await codeOf(await tools.ask('GET', `/tasks/${id}/images/0`))).toBe('not_found')
    const { features } = (await (await tools.capabilities()).json()) as { features: string[] }
    expect(features).not.toContain('images')
    expect(features).not.toContain('thumbnails')
  })

  it('does not go with a store that it would not serve', () => {
    const store = { setItemRaw: async () => {}, getItemRaw: async () => null, removeItem: async () => {} }
    expect(() => proxyUnderTest({ images: false, archive: store })).toThrow(/Give a function instead/)
  })
})
