import { afterEach, describe, expect, it, vi } from 'vitest'
import { createEngine } from './createEngine.ts'
import { createLazyEngine } from './createLazyEngine.ts'
import { createWorld } from './test/world.ts'

afterEach(() => vi.useRealTimers())

const FOX = { prompt: 'a fox in snow' }
const code = async () => ({ createEngine })
const noCode = async (): Promise<never> => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
const optionsOf = (world: ReturnType<typeof createWorld>) =>
  ({ endpoint: world.path, fetch: world.fetch, journal: 'memory', pollInterval: 340 }) as const

describe('before the engine is there', () => {
  it('what is asked for is queued at once, and becomes the engine’s under the same key', async () => {
    const world = createWorld('limn')
    const { promise, resolve } = Promise.withResolvers<void>()
    const limn = createLazyEngine(optionsOf(world), () => promise.then(code))
    limn.mount()
    const heard = vi.fn<() => void>()
    limn.subscribe(heard)
    const { key, submitted, outcome } = limn.start(FOX, { slot: 'hero' })
    expect(heard).toHaveBeenCalled()
    expect(limn.find(key)).toMatchObject({ key, status: 'queued', live: true, slot: 'hero', request: FOX })
    expect(limn.list({ slot: 'hero' })).toEqual([limn.find(key)])
    expect(limn.list({ slot: 'hero' })).toBe(limn.list({ slot: 'hero' }))
    expect(limn.list({ slot: 'other' })).toEqual([])
    expect(limn.list({ status: 'failed' })).toEqual([])
    expect(limn.journal().ready).toBe(false)
    const { createdAt } = limn.find(key)!
    resolve()
    await expect(submitted).resolves.toMatchObject({ key, status: 'pending', createdAt })
    await expect(outcome).resolves.toMatchObject({ key, status: 'succeeded' })
    expect(world.simulator.creates).toHaveLength(1)
    expect(limn.list()).toHaveLength(1)
    expect(limn.actions(limn.list()[0]!)).toHaveProperty('again')
  })

  it('equal requests in one place are one intent, unless another is wanted', async () => {
    const world = createWorld('plain')
    const { promise, resolve } = Promise.withResolvers<void>()
    const limn = createLazyEngine(optionsOf(world), () => promise.then(code))
    const first = limn.start(FOX, { scope: 'a' })
    expect(limn.start({ ...FOX, n: 1 }, { scope: 'a' }).key).toBe(first.key)
    const other = limn.start(FOX, { scope: 'b' })
    const again = limn.start(FOX, { scope: 'a', again: true })
    expect(new Set([first.key, other.key, again.key]).size).toBe(3)
    expect(limn.list().map(({ key }) => key)).toEqual([again.key, other.key, first.key])
    expect(limn.newestIn('a')?.key).toBe(again.key)
    resolve()
    await Promise.all([first, other, again].map(({ submitted }) => submitted))
    expect(world.simulator.creates).toHaveLength(3)
    expect(limn.list().map(({ key }) => key)).toEqual([again.key, other.key, first.key])
  })

  it('the same words about another file are another intent', () => {
    const limn = createLazyEngine(optionsOf(createWorld('limn')), () => new Promise(() => {}))
    const [hare, lynx] = [new Blob(['hare']), new Blob(['lynx'])]
    const { key } = limn.start({ ...FOX, image_urls: [hare] }, { slot: 'hero' })
    expect(limn.start({ ...FOX, image_urls: [hare] }, { slot: 'hero' }).key).toBe(key)
    expect(limn.start({ ...FOX, image_urls: [lynx] }, { slot: 'hero' }).key).not.toBe(key)
  })

  it('a promise asked for by key, and a client, wait for it', async () => {
    const world = createWorld('limn')
    const limn = createLazyEngine(optionsOf(world), code)
    const outcome = limn.outcome('a key of an earlier page')
    expect(limn.outcome('a key of an earlier page')).toBe(outcome)
    expect(world.sent).toEqual([])
    await expect(limn.client.getCapabilities()).resolves.toMatchObject({ source: 'proxy' })
    expect(world.sent).toEqual(['GET /capabilities'])
  })

  it('what was unmounted meanwhile is not watched', async () => {
    const world = createWorld('limn')
    const load = vi.fn<typeof code>(code)
    const limn = createLazyEngine(optionsOf(world), load)
    limn.mount()()
    await vi.waitFor(() => expect(load).toHaveBeenCalledOnce())
    await load.mock.results[0]!.value
    await new Promise((resolve) => setTimeout(resolve))
    expect(world.sent).toEqual([])
  })

  it('sign-out forgets it, and nothing of it is sent', async () => {
    const world = createWorld('limn')
    const limn = createLazyEngine(optionsOf(world), code)
    const { submitted } = limn.start(FOX)
    await limn.clear()
    await expect(submitted).resolves.toMatchObject({ status: 'queued' })
    expect(limn.list()).toEqual([])
    expect(world.sent).toEqual([])
  })
})

describe('code that does not load', () => {
  it('is tried again, and sent is once', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 50 })
    const world = createWorld('limn')
    let attempts = 0
    const limn = createLazyEngine(optionsOf(world), () => ((attempts += 1) < 3 ? noCode() : code()))
    limn.mount()
    const { submitted } = limn.start(FOX)
    await expect(submitted).resolves.toMatchObject({ status: 'pending' })
    expect(attempts).toBe(3)
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('fails what was asked for, tells why, sends nothing, and is sent for until it comes', async () => {
    vi.useFakeTimers()
    const error = vi.spyOn(console, 'error').mockReturnValue()
    const world = createWorld('limn')
    let load: () => ReturnType<typeof code> = noCode
    const limn = createLazyEngine(optionsOf(world), () => load())
    limn.mount()
    const { key, submitted, outcome } = limn.start(FOX, { slot: 'hero' })
    await vi.advanceTimersByTimeAsync(8000)
    const failed = { key, status: 'failed', settled: true, error: { code: 'upstream_unavailable', charged: 'no' } }
    await expect(submitted).resolves.toMatchObject(failed)
    await expect(outcome).resolves.toMatchObject(failed)
    expect(limn.list({ slot: 'hero' })).toMatchObject([failed])
    expect(error).toHaveBeenCalledWith(expect.stringContaining('does not load'), expect.any(TypeError))
    expect(limn.actions(limn.find(key)!)).toEqual({})
    load = code
    await vi.advanceTimersByTimeAsync(15_000)
    vi.useRealTimers()
    await vi.waitFor(() => expect(limn.journal().ready).toBe(true))
    expect(limn.list()).toMatchObject([failed])
    expect(world.simulator.creates).toHaveLength(0)
    await limn.actions(limn.find(key)!).retry!().outcome
    expect(limn.list()).toMatchObject([{ slot: 'hero', status: 'succeeded' }])
    expect(world.simulator.creates).toHaveLength(1)
  })
  it('that comes when nobody waits any more sends nothing', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const world = createWorld('limn')
    const { promise, resolve } = Promise.withResolvers<void>()
    const limn = createLazyEngine(optionsOf(world), () => promise.then(code))
    const { submitted } = limn.start(FOX)
    vi.setSystemTime(Date.now() + 121_000)
    resolve()
    await expect(submitted).resolves.toMatchObject({ status: 'failed', error: { charged: 'no' } })
    expect(world.simulator.creates).toHaveLength(0)
  })
})
