import { describe, expect, it } from 'vitest'
import type { BlobStore } from '../blobs/blobStore.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { makeSticky, makeWorld, rest, statusOf } from '../test/makeWorld.ts'

/** A ledger that can be out of reach for whoever watches. */
function makeFlaky(ledger: Ledger) {
  const state = { down: false }
  const watch: Ledger['watch'] = (wanted) =>
    state.down ? Promise.reject(new Error('no route to the database')) : ledger.watch(wanted)
  return Object.assign(state, { ledger: { ...ledger, watch } })
}

describe('a watcher whose name ran out', () => {
  it('goes on with a task that it was looking at in that moment', async () => {
    const { open, pass, create, upstream, ledger } = makeWorld()
    const flaky = makeFlaky(ledger)
    const release = Promise.withResolvers<void>()
    let slow = false
    const tools = open({
      ledger: flaky.ledger,
      fetch: async (request) => {
        if (slow && request.method === 'GET') await release.promise
        return upstream.fetch(request)
      },
    })
    const id = await create(tools)
    await pass(5000)
    slow = true
    flaky.down = true
    await pass(18_000)
    flaky.down = false
    await pass(6000)
    slow = false
    release.resolve()
    await pass(1000)
    upstream.status = 'succeeded'
    await pass(60_000)
    expect(await statusOf(tools.task(id))).toBe('succeeded')
  })

  it('still writes off what stayed unclear', async () => {
    const { open, pass, environment, upstream, ledger } = makeWorld()
    const flaky = makeFlaky(ledger)
    const tools = open({ ledger: flaky.ledger })
    await tools.proxy.ready()
    await pass(5000)
    flaky.down = true
    await pass(20_000)
    flaky.down = false
    await pass(20_000)
    const unclear = tools.key()
    upstream.cut = true
    await tools.create(unclear)
    environment.advance(7 * 24 * 3_600_000 + 1000)
    await pass(20_000)
    expect(await ledger.find({ principal: 'u1', key: unclear })).toMatchObject({ state: 'written_off' })
  })
})

describe('a proxy that cleans up', () => {
  it('outlives a store of uploads that fails', async () => {
    const { open, pass, environment } = makeWorld()
    const store: BlobStore = {
      setItemRaw: async () => {},
      getItemRaw: async () => null,
      removeItem: async () => {},
      getKeys: async () => Promise.reject(new Error('the bucket is gone')),
    }
    const tools = open({ references: { store, publicUrl: 'http://127.0.0.1:3000/api/images' } })
    await tools.proxy.ready()
    await pass(1000)
    environment.advance(3_600_000)
    await pass(1000)
    expect(
      tools.events.filter((event) => 'message' in event && event.message.includes('the bucket is gone')),
    ).toHaveLength(2)
  })
})

describe('a task deleted through another proxy', () => {
  it('is soon forgotten by whoever watches it', async () => {
    const { open, pass, create, ledger } = makeWorld()
    const [a, b] = [open({ ledger: makeSticky(ledger) }), open({ ledger: makeSticky(ledger) })]
    await pass(1000)
    const id = await create(a)
    await pass(5000)
    expect((await b.ask('DELETE', `/tasks/${id}`)).status).toBe(200)
    await pass(6000)
    expect((await a.task(id)).status).toBe(404)
  })
})

describe('an app that could not be told', () => {
  it('is not told of everything at once after a restart', async () => {
    const { open, pass, create, upstream, ledger } = makeWorld()
    const first = open({ ledger: makeSticky(ledger), onSettled: async () => Promise.reject(new Error('closed')) })
    await pass(1000)
    for (let n = 0; n < 50; n += 1) await create(first)
    upstream.status = 'failed'
    await pass(20_000)
    await first.proxy.close()
    let [now, most, all] = [0, 0, 0]
    open({
      ledger: makeSticky(ledger),
      async onSettled() {
        most = Math.max(most, (now += 1))
        await rest()
        all += 1
        now -= 1
      },
    }).proxy.watch()
    await pass(20_000)
    expect(all).toBe(50)
    expect(most).toBeLessThanOrEqual(16)
  })
})

describe('an API key that upstream refuses', () => {
  it('is told once a minute, not at each look', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open()
    for (let n = 0; n < 10; n += 1) await create(tools)
    upstream.answer = () => Response.json({ error: { message: 'no' } }, { status: 401 })
    await pass(60_000)
    const told = tools.events.filter(({ type }) => type === 'misconfigured').length
    expect(told).toBeGreaterThan(0)
    expect(told).toBeLessThanOrEqual(2)
  })
})

describe('close', () => {
  it('while it starts leaves nothing behind', async () => {
    const { open, pass, ledger } = makeWorld()
    const names: string[] = []
    const slow = Promise.withResolvers<void>()
    const tools = open({
      ledger: {
        ...makeSticky(ledger),
        durations: async (limit) => slow.promise.then(() => ledger.durations(limit)),
        watch: async (wanted) => {
          names.push(`${wanted.lease}`)
          return ledger.watch(wanted)
        },
      },
    })
    await tools.proxy.ready()
    await tools.proxy.close()
    slow.resolve()
    await pass(10_000)
    expect(names).toEqual([])
  })

  it('while it takes its first name gives it back', async () => {
    const { open, pass, create, ledger } = makeWorld()
    const before = open({ ledger: makeSticky(ledger), watch: false })
    await create(before)
    const slow = Promise.withResolvers<void>()
    const tools = open({
      ledger: {
        ...makeSticky(ledger),
        watch: async (wanted) => {
          const taken = await ledger.watch(wanted)
          await slow.promise
          return taken
        },
      },
    })
    await tools.proxy.ready()
    await pass(500)
    const closed = tools.proxy.close()
    slow.resolve()
    await closed
    expect(await ledger.watch({ owner: 'next', lease: 15_000 })).toHaveLength(1)
  })

  it('waits until what the app is being told is written down', async () => {
    const { open, pass, create, upstream, ledger } = makeWorld()
    const done = Promise.withResolvers<void>()
    let told = 0
    const onSettled = async () => {
      told += 1
      await done.promise
    }
    let isOpen = true
    const tools = open({
      onSettled,
      ledger: {
        ...ledger,
        finish: (ref) => (isOpen ? ledger.finish(ref) : Promise.reject(new Error('closed'))),
        close: async () => void (isOpen = false),
      },
    })
    await create(tools)
    await pass(1000)
    upstream.status = 'failed'
    await pass(20_000)
    expect(told).toBe(1)
    const closed = tools.proxy.close()
    await rest()
    done.resolve()
    await closed
    expect(await ledger.watch({ owner: 'next', lease: 15_000 })).toEqual([])
  })
})

describe('two callers whose tasks upstream gave one id', () => {
  it('see their own', async () => {
    const { open, upstream } = makeWorld()
    const tools = open({
      watch: false,
      fetch: async (request) => {
        upstream.ids = 0
        return upstream.fetch(request)
      },
    })
    const make = async (user: string, prompt: string) =>
      (await (await tools.create(tools.key(), { prompt }, { 'x-user': user })).json()) as { id: string }
    const [a, b] = [await make('u1', 'a secret fox'), await make('u2', 'an owl')]
    await tools.task(a.id, { 'x-user': 'u1' })
    expect(await (await tools.task(b.id, { 'x-user': 'u2' })).text()).not.toContain('a secret fox')
  })
})

describe('DELETE', () => {
  it('with a ledger that is not there is no “not found”', async () => {
    const { open, pass, create, ledger } = makeWorld()
    const down = { now: false }
    const tools = open({
      ledger: {
        ...ledger,
        findByHandle: async (h) => (down.now ? Promise.reject(new Error('x')) : ledger.findByHandle(h)),
      },
    })
    const id = await create(tools)
    await pass(1000)
    down.now = true
    const fresh = open({ ledger: { ...makeSticky(ledger), findByHandle: async () => Promise.reject(new Error('x')) } })
    expect((await fresh.ask('DELETE', `/tasks/${id}`)).status).toBe(503)
  })
})
