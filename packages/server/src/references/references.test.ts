import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import sharp from 'sharp'
import { createStorage } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs'
import s3Driver from 'unstorage/drivers/s3'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { BlobStore } from '../blobs/blobStore.ts'
import { assembleProxy } from '../createProxy.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { SECRET, codeOf, proxyUnderTest, testEnvironment } from '../test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from '../test/upstreamServer.ts'
import { gptImage2 } from '../upstreams/gptImage2.ts'

const HOUR = 3_600_000
const PUBLIC = 'https://app.example/api/images'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let photo: Buffer
beforeAll(async () => {
  upstream = await startUpstream((_, response) => json(response, 200, taskBody('t')))
  photo = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#c63' } })
    .withExif({ IFD0: { Copyright: 'CANARY' } })
    .withMetadata({ orientation: 8 })
    .jpeg()
    .toBuffer()
})
afterAll(() => upstream.close())

/** A real S3 server on a free port. */
async function s3() {
  const directory = mkdtempSync(join(tmpdir(), 'limn-s3-'))
  const configureBuckets = [{ name: 'pictures', configs: [] }]
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets })
  const { port } = await server.run()
  onTestFinished(async () => {
    await server.close()
    await rm(directory, { recursive: true })
  })
  const [accessKeyId, secretAccessKey] = ['S3RVER', 'S3RVER']
  const driver = s3Driver({
    bucket: 'pictures',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    accessKeyId,
    secretAccessKey,
  })
  return createStorage({ driver })
}

async function folder() {
  const base = mkdtempSync(join(tmpdir(), 'limn-files-'))
  onTestFinished(() => rm(base, { recursive: true }))
  return createStorage({ driver: fsDriver({ base }) })
}

const STORES = { 'in memory': async () => createStorage(), 'in a folder': folder, 'on S3': s3 }

function setup(store: BlobStore, options: Parameters<typeof proxyUnderTest>[0] & { maxBytes?: number } = {}) {
  const { maxBytes, ...rest } = options
  const tools = proxyUnderTest({
    upstream: upstream.url,
    references: { store, publicUrl: `${PUBLIC}/`, maxBytes },
    ...rest,
  })
  onTestFinished(() => tools.proxy.close())
  const upload = (file: Uint8Array | string, type = 'image/jpeg') =>
    tools.ask('POST', '/references', { 'content-type': type }, file as BodyInit)
  const uploaded = async () =>
    (await (await upload(photo)).json()) as { id: string; url: string; expires_at: number; type: string; bytes: number }
  const path = (url: string) => url.slice(PUBLIC.length)
  const createFrom = (...urls: string[]) => tools.create(tools.key(), { prompt: 'like this', image_urls: urls })
  return { ...tools, upload, uploaded, path, createFrom }
}

describe.each(Object.entries(STORES))('references %s', (_, open) => {
  it('are taken as files, cleaned, and given to whoever has the address, for a day', async () => {
    const store = await open()
    const { ask, upload, path, createFrom, environment } = setup(store)
    const answer = await upload(photo)
    expect(answer.status).toBe(200)
    const file = (await answer.json()) as { id: string; url: string; expires_at: number; type: string; bytes: number }
    expect(file).toMatchObject({ type: 'image/jpeg', expires_at: (environment.now() + 24 * HOUR) / 1000 })
    expect(file.url).toBe(`${PUBLIC}/references/${file.id}`)
    expect(file.url).toMatch(/\.jpg$/)

    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://upstream.example', 'x-user': 'u2' }
    const fetched = await ask('GET', path(file.url), foreign)
    const bytes = Buffer.from(await fetched.arrayBuffer())
    expect(Object.fromEntries(fetched.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(file.bytes),
      'x-content-type-options': 'nosniff',
    })
    expect(bytes.length).toBe(file.bytes)
    expect(bytes.includes('CANARY')).toBe(false)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 40, height: 20, orientation: 8 })
    const head = await ask('HEAD', path(file.url))
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, `${file.bytes}`, ''])
    expect((await createFrom(file.url)).status).toBe(200)

    environment.advance(24 * HOUR)
    expect(await codeOf(await createFrom(file.url))).toBe('reference_expired')
    expect((await ask('GET', path(file.url))).status).toBe(200)
    environment.advance(HOUR)
    expect((await ask('GET', path(file.url))).status).toBe(404)
    expect(await store.getKeys()).toEqual([])
  })

  it('are cleared away once their time is over, and nothing else is', async () => {
    const store = await open()
    const { proxy, uploaded, path, ask, environment } = setup(store)
    await store.setItemRaw('pictures/of/an/archive', photo)
    await store.setItemRaw('expiring/readme.txt', photo)
    await uploaded()
    await uploaded()
    environment.advance(12 * HOUR)
    const late = await uploaded()
    environment.advance(13 * HOUR)
    await proxy.sweep()
    expect((await ask('GET', path(late.url))).status).toBe(200)
    const keys = (await store.getKeys()).map((key) => key.replaceAll(':', '/')).toSorted()
    expect(keys).toEqual([
      expect.stringMatching(/^expiring\/\d{10}\./),
      'expiring/readme.txt',
      'pictures/of/an/archive',
    ])
  })
})

describe('a create', () => {
  it('with a reference of ours that is none, or is gone, sends nothing and holds nothing', async () => {
    const store = createStorage()
    const limits = { cap: { credits: 10, per: 'total' as const } }
    const { uploaded, createFrom, capabilities } = setup(store, { limits })
    const { url } = await uploaded()
    upstream.received.length = 0
    const forged = [
      url.replace(/.(?=[\w-]{42}\.jpg)/, (start) => (start === 'a' ? 'b' : 'a')),
      url.replace(/\.jpg$/, '.png'),
      `${url}?x=1`,
      `${PUBLIC}/references/x`,
    ]
    for (const wrong of forged) {
      const refused = await createFrom(wrong)
      expect([refused.status, await refused.json()]).toMatchObject([
        400,
        { error: { code: 'reference_expired', param: 'image_urls' } },
      ])
    }
    await store.clear()
    expect(await codeOf(await createFrom(url))).toBe('reference_expired')
    expect(upstream.received).toHaveLength(0)
    expect(await (await capabilities()).json()).toMatchObject({ budget: { held: 0, spent: 0 } })
  })

  it('that was sent is answered from its row, though its reference has run out since', async () => {
    const { uploaded, create, key, environment } = setup(createStorage())
    const { url } = await uploaded()
    const [k, request] = [key(), { prompt: 'like this', image_urls: [url] }]
    expect((await create(k, request)).status).toBe(200)
    environment.advance(25 * HOUR)
    const again = await create(k, request)
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true'])
  })

  it('gives upstream the address of a reference, also of one that only this machine can reach', async () => {
    const store = createStorage()
    const publicUrl = 'http://localhost:5173/api/images'
    const { upload, createFrom } = setup(store, {
      upstream: 'https://api.example/v1',
      references: { store, publicUrl },
      fetch: async (request) => {
        expect(await request.json()).toMatchObject({ image_urls: [expect.stringContaining(publicUrl)] })
        return Response.json(taskBody('t'))
      },
    })
    const { url } = (await (await upload(photo)).json()) as { url: string }
    expect((await createFrom(url)).status).toBe(200)
    expect(await codeOf(await createFrom('http://localhost:5173/other.png'))).toBe('invalid_request')
  })
})

describe('a file', () => {
  it.each<[string, () => string | Uint8Array, number, string]>([
    ['that is html', () => '<html><script>alert(1)</script>', 400, 'reference_refused'],
    ['that is svg', () => '<svg xmlns="http://www.w3.org/2000/svg"/>', 400, 'reference_refused'],
    ['that is empty', () => '', 400, 'reference_refused'],
    ['cut short', () => photo.subarray(0, -9), 400, 'reference_refused'],
    ['above the limit', () => new Uint8Array(5001), 413, 'request_too_large'],
  ])('%s is refused', async (_, file, status, code) => {
    const store = createStorage()
    const answer = await setup(store, { maxBytes: 5000 }).upload(file(), 'image/png')
    expect([answer.status, await codeOf(answer)]).toEqual([status, code])
    expect(await store.getKeys()).toEqual([])
  })

  it('of more than 50 megapixels, or that is no picture by its header, is refused', async () => {
    const { upload } = setup(createStorage())
    const wide = await sharp({ create: { width: 10_001, height: 5000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect((await (await upload(wide)).json()) as unknown).toMatchObject({
      error: { code: 'reference_refused', message: expect.stringContaining('50 megapixels') as string },
    })
    for (const type of ['image/svg+xml', 'image/gif', 'text/html', 'application/json'])
      expect((await upload(photo, type)).status).toBe(415)
  })

  it('is taken of those who are signed in, from pages of this origin, and where references are allowed', async () => {
    const store = createStorage()
    const signedOut = setup(store, { authorize: () => null })
    expect((await signedOut.upload(photo)).status).toBe(401)
    const { ask, upload } = setup(store, { limits: { references: 0 } })
    const headers = { 'content-type': 'image/jpeg', 'sec-fetch-site': 'cross-site' }
    expect((await ask('POST', '/references', headers, new Uint8Array(photo))).status).toBe(403)
    expect(await codeOf(await upload(photo))).toBe('forbidden')
    const none = proxyUnderTest({})
    const refused = await none.ask('POST', '/references', { 'content-type': 'image/jpeg' }, new Uint8Array(photo))
    expect(await codeOf(refused)).toBe('not_found')
  })

  it('A12 is read beside three others of the same caller at most: whoever drips fills no memory', async () => {
    const { proxy } = setup(createStorage())
    const bodies: { owner: string; end: () => void; breakOff: () => void }[] = []
    const send = (owner: string) => {
      const body = new ReadableStream<Uint8Array>(
        {
          pull: (out) =>
            new Promise<void>((done) => {
              const over = (act: () => void) => () => (act(), done())
              bodies.push({
                owner,
                end: over(() => (out.enqueue(new Uint8Array(photo)), out.close())),
                breakOff: over(() => out.error(new Error('left'))),
              })
            }),
        },
        { highWaterMark: 0 },
      )
      const headers = { 'content-type': 'image/jpeg', 'x-user': owner }
      const init = { method: 'POST', headers, body, duplex: 'half' }
      return proxy(new Request(`${PUBLIC}/references`, init), undefined).then(({ status }) => status)
    }
    const sent = Array.from({ length: 7 }, () => send('ann'))
    const bobs = send('bob')
    const readOf = (name: string) => bodies.filter(({ owner }) => owner === name).length
    await expect.poll(() => [readOf('ann'), readOf('bob')]).toEqual([4, 1])
    for (const { owner, end } of bodies) if (owner === 'bob') end()
    expect(await bobs).toBe(200)
    expect(readOf('ann')).toBe(4)
    bodies[0]!.breakOff()
    expect(await sent[0]).toBe(400)
    await expect.poll(() => readOf('ann')).toBe(5)
    for (let index = 1; index < 7; index += 1) {
      const body = () => bodies.filter(({ owner }) => owner === 'ann')[index]
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect.poll(body).toBeDefined()
      body()!.end()
    }
    expect(await Promise.all(sent.slice(1))).toEqual(Array.from({ length: 6 }, () => 200))
  })

  it('that the store cannot take is a 500, and the operator hears why', async () => {
    const store = { ...createStorage(), setItemRaw: () => Promise.reject(new Error('disk full')) }
    const { upload, events } = setup(store)
    expect((await upload(photo)).status).toBe(500)
    expect(events).toMatchObject([{ type: 'error', message: expect.stringContaining('disk full') as string }])
  })
})

describe('capabilities', () => {
  const featuresOf = async (options: Parameters<typeof setup>[1] = {}) => {
    const answer = await setup(createStorage(), options).capabilities()
    return ((await answer.json()) as { features: string[] }).features
  }
  it('say how large a file may be', async () => {
    const answer = await setup(createStorage(), { maxBytes: 5000 }).capabilities()
    expect(await answer.json()).toMatchObject({ max_reference_bytes: 5000 })
  })

  it('offer uploads where there is a store and references are allowed', async () => {
    expect(await featuresOf()).toContain('references')
    expect(await featuresOf({ limits: { references: 0 } })).not.toContain('references')
    expect(await featuresOf({ references: undefined })).not.toContain('references')
  })
})

describe('ready()', () => {
  const start = (publicUrl: string, baseUrl?: string) =>
    assembleProxy(
      {
        upstream: gptImage2({ apiKey: 'sk-0123456789', baseUrl }),
        ledger: memoryLedger(),
        secret: SECRET,
        authorize: () => null,
        references: { store: createStorage(), publicUrl },
      },
      testEnvironment(),
    )

  it.each([
    'http://localhost:3000/api/images',
    'https://127.0.0.1/x',
    'https://intranet/x',
    'https://10.0.0.8/x',
    'http://app.example',
  ])('refuses %s together with an upstream elsewhere, and says why', async (publicUrl) => {
    await expect(start(publicUrl).ready()).rejects.toMatchObject({
      code: 'proxy_misconfigured',
      message: expect.stringMatching(/references.publicUrl/) as string,
    })
    await expect(start(publicUrl, 'http://127.0.0.1:9/v1').ready()).resolves.toBeUndefined()
  })

  it('takes a public one; what is no address at all is a fault in code', async () => {
    await expect(start('https://app.example/api/images').ready()).resolves.toBeUndefined()
    for (const wrong of ['', '/api/images', 'ftp://app.example', 'https://u:p@app.example', 'https://app.example/?a'])
      expect(() => start(wrong)).toThrow(TypeError)
  })
})
