import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { BlobStore } from '../blobs/blobStore.ts'
import { makeSticky, makeWorld, statusOf } from '../test/makeWorld.ts'
import { API_KEY } from '../test/proxyUnderTest.ts'
import type { ArchiveImage } from './archive.ts'
import type { SettledGeneration } from './settledGeneration.ts'

/** A store in this process; it can be out of order. */
function makeStore() {
  const items = new Map<string, Uint8Array>()
  const state = { items, broken: false, never: false }
  const store: BlobStore = {
    async setItemRaw(key, value) {
      if (state.never) await new Promise(() => {})
      if (state.broken) throw new Error('the disk is full')
      items.set(key, value)
    },
    getItemRaw: async (key) => items.get(key) ?? null,
    removeItem: async (key) => {
      if (state.never) await new Promise(() => {})
      items.delete(key)
    },
  }
  return Object.assign(state, { store })
}

const canvas = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
const [png, webp] = [new Uint8Array(await canvas.png().toBuffer()), new Uint8Array(await canvas.webp().toBuffer())]

/** A world whose tasks have ended at once; the URLs of their pictures run out when told. */
function makeGallery(options: Parameters<ReturnType<typeof makeWorld>['open']>[0] = {}) {
  const world = makeWorld()
  world.upstream.status = 'succeeded'
  const state = { expired: false, fetched: 0, picture: png }
  const fetch = async (request: Request) => {
    if (!request.url.startsWith('https://cdn.example/')) return world.upstream.fetch(request)
    state.fetched += 1
    return state.expired ? new Response('gone', { status: 403 }) : new Response(state.picture)
  }
  const tools = world.open({ fetch, ...options })
  const create = async (request: unknown = { prompt: 'a fox in snow' }, headers = {}) => {
    const key = tools.key()
    return { key, id: ((await (await tools.create(key, request, headers)).json()) as { id: string }).id }
  }
  /** Lets the proxy's time go by until it is so. */
  async function until(done: () => boolean | Promise<boolean>) {
    for (let tries = 0; tries < 2000; tries += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      if (await done()) return
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      await world.pass(500)
    }
    throw new Error('it never came to pass')
  }
  return { ...tools, ledger: world.ledger, open: world.open, pass: world.pass, state, create, until }
}

const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type)

describe('an archive in a store', () => {
  it('has the pictures before the task succeeded, and serves them when upstream’s URLs have run out', async () => {
    const { store, items } = makeStore()
    const { create, until, task, events, state, ask } = makeGallery({ archive: store })
    const { id } = await create()
    await until(() => typesOf(events).includes('settled'))
    expect(items.size).toBe(1)
    const told = (await (await task(id)).json()) as { archived: boolean; data: { url: string }[] }
    expect(told).toMatchObject({ status: 'succeeded', archived: true })
    expect([...items.keys()].join()).not.toContain('u1')
    state.expired = true
    state.fetched = 0
    const answer = await ask('GET', told.data[0]!.url.replace('/api/images', ''))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect((await answer.arrayBuffer()).byteLength).toBe(png.byteLength)
    expect(state.fetched).toBe(0)
  })

  it('that is out of order delays no success for long, and gets the pictures later', async () => {
    const blobs = makeStore()
    const { create, until, task, events, ledger } = makeGallery({ archive: blobs.store })
    blobs.never = true
    const { id, key } = await create()
    await until(() => typesOf(events).includes('settled'))
    expect(await (await task(id)).json()).toMatchObject({ status: 'succeeded', archived: false })
    blobs.never = false
    blobs.broken = true
    await until(async () => events.some((event) => 'message' in event && event.message.includes('the disk is full')))
    blobs.broken = false
    await until(async () => (await ledger.find({ principal: 'u1', key }))?.finishedAt !== undefined)
    expect(await (await task(id)).json()).toMatchObject({ archived: true })
    expect(blobs.items.size).toBe(1)
  })

  it('that hangs holds up no deletion, which can be asked for again', async () => {
    const blobs = makeStore()
    const { create, until, ask, events, pass } = makeGallery({ archive: blobs.store })
    const { id } = await create()
    await until(() => typesOf(events).includes('settled'))
    blobs.never = true
    let status = 0
    void ask('DELETE', `/tasks/${id}`).then((answer) => (status = answer.status))
    await until(() => status !== 0)
    expect(status).toBe(500)
    blobs.never = false
    await pass(500)
    expect((await ask('DELETE', `/tasks/${id}`)).status).toBe(200)
    expect(blobs.items.size).toBe(0)
  })

  it('forgets what its owner deletes', async () => {
    const { store, items } = makeStore()
    const { create, until, ask, events } = makeGallery({ archive: store })
    const { id } = await create()
    await until(() => typesOf(events).includes('settled'))
    expect((await ask('DELETE', `/tasks/${id}`)).status).toBe(200)
    expect(items.size).toBe(0)
  })
})

describe('a task that is deleted while its pictures are being kept', () => {
  it('leaves none of them in the store, however late they come', async () => {
    const blobs = makeStore()
    const gate = Promise.withResolvers<void>()
    let begun = 0
    const store: BlobStore = {
      ...blobs.store,
      async setItemRaw(key, value) {
        begun += 1
        await gate.promise
        await blobs.store.setItemRaw(key, value)
      },
    }
    const { create, until, ask, pass, ledger } = makeGallery({ archive: store })
    const { id, key } = await create()
    await until(() => begun === 1)
    expect((await ask('DELETE', `/tasks/${id}`)).status).toBe(200)
    await pass(20_000)
    gate.resolve()
    await until(async () => (await ledger.find({ principal: 'u1', key }))?.finishedAt !== undefined)
    await pass(1000)
    expect([...blobs.items.keys()]).toEqual([])
  })

  it('leaves none where they were kept just before', async () => {
    const { store, items } = makeStore()
    const gate = Promise.withResolvers<void>()
    const { create, until, ledger, open, proxy, pass } = makeGallery({ archive: store })
    await proxy.ready()
    await pass(250)
    const { id, key } = await create()
    const other = open({
      archive: store,
      ledger: { ...makeSticky(ledger), erase: async (ref) => gate.promise.then(() => ledger.erase(ref)) },
    })
    const deleted = other.ask('DELETE', `/tasks/${id}`)
    await until(async () => (await ledger.find({ principal: 'u1', key }))?.settledAt !== undefined)
    expect(items.size).toBe(1)
    gate.resolve()
    expect((await deleted).status).toBe(200)
    expect(items.size).toBe(0)
  })
})

describe('an archive of the app’s own', () => {
  it('gets each picture with its name and type, and says where it lives', async () => {
    const images: ArchiveImage[] = []
    const archive = async (image: ArchiveImage) => {
      images.push(image)
      return `https://cdn.example/${image.fileName}`
    }
    const { create, until, task, events, state } = makeGallery({ archive })
    state.picture = webp
    const { id, key } = await create({ prompt: '雪中狐狸 a/b', output_format: 'webp' }, { 'limn-slot': 'hero' })
    await until(() => typesOf(events).includes('settled'))
    expect(images).toMatchObject([{ principal: 'u1', key, slot: 'hero', index: 0, type: 'image/webp' }])
    expect(images[0]!.fileName).toBe('雪中狐狸-a-b-1.webp')
    const [bytes, streamed] = [await images[0]!.bytes(), await new Response(images[0]!.stream()).arrayBuffer()]
    expect([bytes.byteLength, streamed.byteLength]).toEqual([webp.byteLength, webp.byteLength])
    const url = 'https://cdn.example/雪中狐狸-a-b-1.webp'
    expect(await (await task(id)).json()).toMatchObject({ archived: true, data: [{ url }] })
  })

  it('that returns no URL has not kept it', async () => {
    const { create, until, task, events } = makeGallery({ archive: async () => 'javascript:alert(1)' })
    const { id } = await create()
    await until(() => typesOf(events).includes('settled'))
    const told = (await (await task(id)).json()) as { data: { url: string }[]; archived: boolean }
    expect(told.archived).toBe(false)
    expect(told.data[0]!.url).toMatch(/^\/api\/images\/tasks\//)
  })
})

describe('onSettled', () => {
  it('is told once of each end, browser or not, with pictures and slot', async () => {
    const heard: SettledGeneration[] = []
    const { create, until, pass } = makeGallery({ onSettled: (generation) => void heard.push(generation) })
    const { key } = await create({ prompt: 'a fox in snow' }, { 'limn-slot': 'product:1:hero' })
    await until(() => heard.length > 0)
    await pass(120_000)
    expect(heard).toMatchObject([
      { principal: 'u1', key, slot: 'product:1:hero', status: 'succeeded', credits: 10, request: { n: 1 } },
    ])
    expect(heard[0]!.images).toEqual([
      { url: expect.stringMatching(/^\/api\/images\/tasks\/.*\/images\/0\?s=/) as string, archived: false },
    ])
  })

  it('that throws is told again later, after a restart too', async () => {
    let calls = 0
    const onSettled = async () => {
      calls += 1
      if (calls < 3) throw new Error(`the shop is closed, says ${API_KEY}`)
    }
    const { create, until, proxy, open, events, ledger } = makeGallery({ onSettled })
    const { key } = await create()
    await until(() => calls === 2)
    expect(JSON.stringify(events)).toContain('the shop is closed')
    expect(JSON.stringify(events)).not.toContain(API_KEY)
    await proxy.close()
    await open({ onSettled }).proxy.ready()
    await until(async () => (await ledger.find({ principal: 'u1', key }))?.finishedAt !== undefined)
    expect(calls).toBe(3)
  })

  it('that throws is not told again by each poll, where nobody watches', async () => {
    let calls = 0
    const onSettled = async () => {
      calls += 1
      throw new Error('the shop is closed')
    }
    const { create, task, until, pass } = makeGallery({ onSettled, watch: false })
    const { id } = await create()
    for (let polls = 0; polls < 5; polls += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await task(id)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await until(() => calls > 0)
    }
    await pass(1000)
    expect(calls).toBe(1)
    await pass(60_000)
    await task(id)
    await until(() => calls === 2)
  })

  it('is told by a poll or a sweep where nobody watches', async () => {
    const heard: string[] = []
    const onSettled = ({ key }: SettledGeneration) => void heard.push(key)
    const { create, task, proxy, until } = makeGallery({ onSettled, watch: false })
    const [polled, swept] = [await create(), await create()]
    expect(await statusOf(task(polled.id))).toBe('succeeded')
    await until(() => heard.length === 1)
    let done: unknown
    void proxy.sweep().then((counts) => (done = counts))
    await until(() => done !== undefined)
    expect(done).toEqual({ settled: 1, running: 0 })
    expect(heard).toEqual([polled.key, swept.key])
  })
})
