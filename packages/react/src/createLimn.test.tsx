import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LimnError, type Generation } from './index.ts'
import { installIndexedDB } from './test/storage.ts'
import { createWorld, type Kind } from './test/world.ts'

installIndexedDB()
const FOX = { prompt: 'a fox in snow' }
const KINDS: readonly Kind[] = ['limn', 'plain']

/** Moves the clock by ms, without waiting. */
function skipTime() {
  const now = Date.now.bind(Date)
  let skipped = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + skipped)
  return (ms: number) => void (skipped += ms)
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe.each(KINDS)('through a %s proxy', (kind) => {
  it('draws', async () => {
    const { page, simulator } = createWorld(kind)
    const { submitted, outcome } = page().generate({ ...FOX, size: '1536x1024', n: 2 })
    expect((await submitted).taskId).toBeTruthy()
    const generation = await outcome
    expect(generation).toMatchObject({ status: 'succeeded', credits: 20, settled: true, live: false })
    expect(generation.images).toHaveLength(2)
    expect(generation.images[0]).toMatchObject({ width: 1536, height: 1024 })
    expect(simulator.creates).toHaveLength(1)
  })

  it('sends key and slot only where they are understood', async () => {
    const world = createWorld(kind)
    const headers: Headers[] = []
    world.intercept = (request) => {
      if (request.method === 'POST') headers.push(request.headers)
      return undefined
    }
    const { key, submitted } = world.page().generate(FOX, { slot: 'hero' })
    await submitted
    expect(headers).toHaveLength(1)
    expect(headers[0]!.get('idempotency-key')).toBe(kind === 'limn' ? key : null)
    expect(headers[0]!.get('limn-slot')).toBe(kind === 'limn' ? 'hero' : null)
    expect(world.sent[0]).toBe('GET /capabilities')
  })

  it('C06 joins ten equal calls in one tick into one create', async () => {
    const { page, simulator } = createWorld(kind)
    const limn = page()
    const keys = Array.from({ length: 10 }, () => limn.generate(FOX).key)
    expect(new Set(keys).size).toBe(1)
    await limn.outcome(keys[0]!)
    expect(simulator.creates).toHaveLength(1)
    const again = limn.generate(FOX, { again: true })
    expect(again.key).not.toBe(keys[0])
    await again.outcome
    expect(simulator.creates).toHaveLength(2)
    expect(limn.list()).toHaveLength(2)
  })

  it('takes equal calls that follow each other within a second for one act, for as long as they do', async () => {
    const { page, simulator } = createWorld(kind)
    let now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now)
    const limn = page()
    const { key, submitted } = limn.generate(FOX)
    await submitted
    for (let call = 0; call < 4; call += 1) {
      now += 700
      expect(limn.generate(FOX).key).toBe(key)
    }
    expect(simulator.creates).toHaveLength(1)
    now += 1000
    expect(limn.generate(FOX).key).not.toBe(key)
  })

  it('an equal request joins one that is still queued, and never one that was canceled', async () => {
    const { page } = createWorld(kind, { duration: 300 })
    const skip = skipTime()
    const limn = page()
    const options = { slot: 'a', concurrency: 1 }
    limn.generate({ prompt: 'one' }, options)
    const queued = limn.generate(FOX, options)
    skip(5000)
    expect(limn.generate(FOX, options).key).toBe(queued.key)
    limn.actions(limn.find(queued.key)!).cancel!()
    const next = limn.generate(FOX, options)
    expect(next.key).not.toBe(queued.key)
    expect(await next.outcome).toMatchObject({ status: 'succeeded' })
  })

  it('the newest stands first, even where the clock was set back', async () => {
    const { page } = createWorld(kind)
    const skip = skipTime()
    skip(60_000)
    await page().generate({ prompt: 'one' }).submitted
    skip(-60_000)
    const limn = page()
    await vi.waitFor(() => expect(limn.list()).toHaveLength(1))
    limn.generate({ prompt: 'two' })
    expect(limn.list().map(({ request }) => request.prompt)).toEqual(['two', 'one'])
  })

  it('C08 sends a create once, whatever the host set, when upstream executes it and answers 500', async () => {
    const { page, simulator } = createWorld(kind)
    simulator.use({ on: 'create', do: { status: 500, execute: true } })
    const queryClient = new QueryClient({
      defaultOptions: {
        mutations: { retry: 3, retryDelay: 1 },
        queries: {
          retry: 5,
          retryDelay: 1,
          networkMode: 'offlineFirst',
          staleTime: Infinity,
          enabled: false,
          gcTime: 0,
          notifyOnChangeProps: [],
          select: () => null,
        },
      },
    })
    const generation = await page({ queryClient }).generate(FOX).outcome
    expect(generation).toMatchObject({
      status: 'uncertain',
      live: false,
      error: { code: 'outcome_unknown', charged: 'unknown' },
    })
    expect(simulator.creates).toHaveLength(1)
  })

  it('polls to the end under the same host defaults', async () => {
    const { page } = createWorld(kind)
    const queryClient = new QueryClient({
      defaultOptions: {
        queries: {
          networkMode: 'offlineFirst',
          staleTime: Infinity,
          enabled: false,
          gcTime: 0,
          notifyOnChangeProps: [],
          select: () => null,
          refetchInterval: false,
        },
      },
    })
    expect(await page({ queryClient }).generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
  })

  it('ends as uncertain when the connection is cut after the create, and an equal request joins it', async () => {
    const { page, simulator } = createWorld(kind)
    simulator.use({ on: 'create', do: { cut: 'after' } })
    const limn = page()
    const { key, outcome } = limn.generate(FOX)
    expect(await outcome).toMatchObject({ status: 'uncertain' })
    expect(limn.generate(FOX).key).toBe(key)
    expect(simulator.creates).toHaveLength(1)
  })

  it('takes a double click on Retry, and on Again, for one act', async () => {
    const { page, simulator } = createWorld(kind)
    simulator.use({ on: 'create', times: 1, do: { outcome: 'failed' } })
    const limn = page()
    const failed = await limn.generate(FOX).outcome
    const { retry } = limn.actions(failed)
    const [first, second] = [retry!(), retry!()]
    expect(second.key).toBe(first.key)
    const drawn = await first.outcome
    expect(simulator.creates).toHaveLength(2)
    const { again } = limn.actions(drawn)
    const [third, fourth] = [again!(), again!()]
    expect(fourth.key).toBe(third.key)
    await third.outcome
    expect(simulator.creates).toHaveLength(3)
  })

  it('tells a refusal with its own words, and retry takes its place', async () => {
    const { page, simulator } = createWorld(kind)
    simulator.balance = 0
    const limn = page()
    const { key, submitted } = limn.generate(FOX)
    const refused = await submitted
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'insufficient_credits', charged: 'no' } })
    expect(refused.taskId).toBeUndefined()
    simulator.balance = 100
    const retried = limn.actions(refused).retry!()
    expect(limn.find(key)?.key).toBe(retried.key)
    expect(limn.list()).toHaveLength(1)
    expect(await retried.outcome).toMatchObject({ status: 'succeeded' })
    expect(simulator.creates).toHaveLength(1)
  })

  it('a reload goes on watching, and asks for nothing anew', async () => {
    const { page, simulator } = createWorld(kind, { duration: 600 })
    const first = page({ pollInterval: 60_000 })
    const { key, submitted } = first.generate(FOX, { slot: 'hero' })
    await submitted
    const second = page()
    expect(second.journal().ready).toBe(false)
    expect(await second.outcome(key)).toMatchObject({ status: 'succeeded', slot: 'hero', request: FOX })
    expect(second.list({ slot: 'hero' })).toHaveLength(1)
    expect(simulator.creates).toHaveLength(1)
  })

  it('C22 refuses while offline, journals nothing, and sends nothing when it is back', async () => {
    const world = createWorld(kind)
    const endpoint = `https://app.example${world.path}`
    const limn = world.page({ endpoint })
    await vi.waitFor(() => expect(limn.capabilities().source).not.toBe('defaults'))
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    expect(await limn.generate(FOX).submitted).toMatchObject({
      status: 'failed',
      error: { code: 'offline', charged: 'no' },
    })
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true)
    dispatchEvent(new Event('online'))
    const next = world.page({ endpoint })
    await vi.waitFor(() => expect(next.journal().ready).toBe(true))
    expect(next.list()).toEqual([])
    expect(world.simulator.creates).toHaveLength(0)
    expect(world.sent.filter((line) => line.startsWith('POST'))).toEqual([])
  })

  it('G14 mints keys without crypto.randomUUID, and never from Math.random', async () => {
    const { page } = createWorld(kind)
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto), subtle: crypto.subtle })
    const random = vi.spyOn(Math, 'random')
    const { key } = page().generate(FOX)
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(random).not.toHaveBeenCalled()
  })

  it('G17 shows a slow answer of an old request on its own card', async () => {
    const { page, simulator } = createWorld(kind)
    simulator.use({ on: 'create', prompt: 'old', do: { delay: 400 } })
    const limn = page()
    const old = limn.generate({ prompt: 'old' })
    const fresh = limn.generate({ prompt: 'new' })
    await fresh.outcome
    await old.outcome
    expect(limn.find(old.key)?.request.prompt).toBe('old')
    expect(limn.list().map(({ request, status }) => [request.prompt, status])).toEqual([
      ['new', 'succeeded'],
      ['old', 'succeeded'],
    ])
  })

  it.each([1, 2])('tells the app once that one has settled, with %i pages open', async (pages) => {
    const { page } = createWorld(kind)
    const settled: Generation[] = []
    const options = { onSettled: (generation: Generation) => void settled.push(generation) }
    const limn = page(options)
    const { key, submitted } = limn.generate(FOX)
    await submitted
    const others = Array.from({ length: pages - 1 }, () => page(options))
    await Promise.all([limn, ...others].map(({ outcome }) => outcome(key)))
    await vi.waitFor(() => expect(settled).toHaveLength(1))
    expect(settled[0]).toMatchObject({ key, status: 'succeeded' })
  })

  it('a dismissed one stays away after a reload, and can be brought back before', async () => {
    const { page } = createWorld(kind)
    const limn = page()
    const generation = await limn.generate(FOX).outcome
    limn.actions(generation).dismiss!()
    expect(limn.list()).toEqual([])
    expect(limn.list({ dismissed: true })).toEqual([generation])
    limn.actions(generation).restore!()
    expect(limn.list()).toEqual([generation])
    limn.actions(generation).dismiss!()
    const next = page()
    await vi.waitFor(() => expect(next.journal().ready).toBe(true))
    expect(next.list()).toEqual([])
  })

  it('detached, nobody asks; attached, it comes', async () => {
    const world = createWorld(kind, { duration: 300 })
    const limn = world.page()
    const running = await limn.generate(FOX).submitted
    limn.actions(running).detach!()
    expect(await limn.outcome(running.key)).toMatchObject({ detached: true })
    const asked = world.sent.length
    limn.actions(limn.find(running.key)!).attach!()
    await vi.waitFor(() => expect(limn.find(running.key)?.status).toBe('succeeded'), 3000)
    expect(world.sent.length).toBeGreaterThan(asked)
  })

  it('queues above its concurrency, refuses where told to, and cancels what was not sent', async () => {
    const { page, simulator } = createWorld(kind, { duration: 300 })
    const limn = page()
    const first = limn.generate({ prompt: 'one' }, { slot: 'a', concurrency: 1 })
    const second = limn.generate({ prompt: 'two' }, { slot: 'a', concurrency: 1 })
    const busy = limn.generate({ prompt: 'three' }, { slot: 'a', concurrency: 1, whenBusy: 'refuse' })
    expect(await busy.submitted).toMatchObject({ status: 'failed', error: { code: 'busy' } })
    const third = limn.generate({ prompt: 'four' }, { slot: 'a', concurrency: 1 })
    expect(limn.find(second.key)?.status).toBe('queued')
    expect(limn.list({ slot: 'a' }).map(({ request }) => request.prompt)).toEqual(['four', 'two', 'one'])
    limn.actions(limn.find(third.key)!).cancel!()
    expect(await third.outcome).toMatchObject({ status: 'canceled' })
    expect(await first.outcome).toMatchObject({ status: 'succeeded' })
    expect(await second.outcome).toMatchObject({ status: 'succeeded' })
    expect(simulator.creates.map(({ request }) => request.prompt)).toEqual(['one', 'two'])
  })

  it('keeps the objects that did not change', async () => {
    const { page } = createWorld(kind)
    const limn = page()
    const done = await limn.generate({ prompt: 'one' }).outcome
    const list = limn.list()
    await limn.generate({ prompt: 'two' }).outcome
    expect(limn.find(done.key)).toBe(done)
    expect(limn.list()).not.toBe(list)
    expect(limn.list()).toBe(limn.list())
    expect(limn.actions(done)).toBe(limn.actions(done))
    expect(limn.outcome(done.key)).toBe(limn.outcome(done.key))
  })

  it.each(['clear', 'removeQueries'] as const)('goes on watching when the host calls %s()', async (empty) => {
    const world = createWorld(kind, { duration: 500 })
    const queryClient = new QueryClient()
    let emptied = false
    world.intercept = (request) => {
      if (!emptied && request.url.includes('/tasks/')) {
        emptied = true
        queryClient[empty]()
      }
      return undefined
    }
    const generation = await world.page({ queryClient }).generate(FOX).outcome
    expect(generation.status).toBe('succeeded')
    expect(emptied).toBe(true)
  })

  it('a look that fails calls no picture expired, and one that shows none keeps the URL', async () => {
    const world = createWorld(kind)
    const limn = world.page()
    const { key, images, taskId } = await limn.generate(FOX).outcome
    let failed = 0
    let empty = 0
    world.intercept = () => {
      failed += 1
      return new Response('', { status: 502 })
    }
    limn.imageFailed(limn.find(key)!, 0)
    await vi.waitFor(() => expect(failed).toBe(1))
    world.intercept = () => {
      empty += 1
      return Response.json({ id: taskId, status: 'succeeded', data: [] }, { headers: { 'limn-ledger': 'memory' } })
    }
    await vi.waitFor(() => {
      limn.imageFailed(limn.find(key)!, 0)
      expect(limn.find(key)?.images).toEqual([{ ...images[0], expired: true }])
    })
    expect(empty).toBe(1)
    world.intercept = undefined
    limn.actions(limn.find(key)!).checkAgain!()
    await vi.waitFor(() => expect(limn.find(key)?.images).toEqual(images))
  })

  it('looks once more at a picture that does not load, then calls it expired', async () => {
    const world = createWorld(kind)
    const limn = world.page()
    const generation = await limn.generate(FOX).outcome
    const asked = world.sent.length
    limn.imageFailed(generation, 0)
    limn.imageFailed(generation, 0)
    await vi.waitFor(() => expect(limn.find(generation.key)?.images[0]?.expired).toBe(true))
    expect(world.sent.length - asked).toBe(1)
    limn.actions(limn.find(generation.key)!).checkAgain!()
    await vi.waitFor(() => expect(world.sent.length - asked).toBe(2))
  })

  it('tells at once what is wrong with a request, and sends nothing', async () => {
    const { page, simulator } = createWorld(kind)
    const limn = page()
    expect(await limn.generate({ prompt: ' ' }).submitted).toMatchObject({
      status: 'failed',
      error: { param: 'prompt' },
    })
    expect(await limn.generate({ ...FOX, image_urls: [new Blob([])] }).submitted).toMatchObject({
      error: { code: 'reference_refused' },
    })
    expect(simulator.creates).toHaveLength(0)
  })

  it('rejects nothing, and refuses what it cannot write down when told so', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const limn = createWorld(kind).page({ journal: 'memory', requireDurableJournal: true })
    await vi.waitFor(() => expect(limn.journal().ready).toBe(true))
    const { error } = await limn.generate(FOX).submitted
    expect(error).toBeInstanceOf(LimnError)
    expect(error).toMatchObject({ code: 'journal_unavailable', charged: 'no' })
  })
})
