import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Generation } from './index.ts'
import { installIndexedDB } from './test/storage.ts'
import { createWorld } from './test/world.ts'

installIndexedDB()
const FOX = { prompt: 'a fox in snow' }
const isCreate = (request: Request) => request.method === 'POST' && request.url.endsWith('/generations')
const limnError = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json(
    { error: { message: code, type: 'api_error', param: null, code } },
    { status, headers: { 'limn-ledger': 'memory', ...headers } },
  )
const never = () => new Promise<never>(() => {})

const TIMERS = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] as const

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('a limn proxy', () => {
  it('is asked what became of a create whose answer never came', async () => {
    const world = createWorld('limn')
    world.intercept = async (request) => {
      if (!isCreate(request)) return undefined
      world.intercept = undefined
      await world.fetch(request)
      throw new TypeError('fetch failed')
    }
    const generation = await world.page().generate(FOX).outcome
    expect(generation.status).toBe('succeeded')
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('asks whose journal it is after clear(), and tells the next person nothing', async () => {
    const world = createWorld('limn')
    let principal = 'ada'
    world.intercept = (request) =>
      request.url.endsWith('/capabilities')
        ? Response.json(
            { limn: 1, ledger: 'memory', ledger_id: 'l', now: Date.now(), principal, features: { idempotency: true } },
            { headers: { 'limn-ledger': 'memory' } },
          )
        : undefined
    const limn = world.page()
    await limn.generate({ prompt: 'of ada' }).outcome
    principal = 'bob'
    await limn.clear()
    await limn.generate({ prompt: 'of bob' }).outcome
    const prompts = async (who: string) => {
      const next = world.page({ principal: who })
      await vi.waitFor(() => expect(next.journal().ready).toBe(true))
      return next.list().map(({ request }) => request.prompt)
    }
    expect(await prompts('ada')).toEqual([])
    expect(await prompts('bob')).toEqual(['of bob'])
  })

  it('tells the provider of one that was refused at once', async () => {
    const onSettled = vi.fn<(generation: Generation) => void>()
    const limn = createWorld('limn').page({ onSettled })
    const { key } = limn.generate({ prompt: '' })
    await vi.waitFor(() => expect(onSettled).toHaveBeenCalledTimes(1))
    expect(onSettled).toHaveBeenCalledWith(expect.objectContaining({ key, status: 'failed' }))
  })

  it('gets the same key again when the create never arrived', async () => {
    const world = createWorld('limn')
    const keys: (string | null)[] = []
    world.intercept = (request) => {
      if (!isCreate(request)) return undefined
      keys.push(request.headers.get('idempotency-key'))
      if (keys.length === 1) throw new TypeError('fetch failed')
      return undefined
    }
    expect(await world.page().generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
    expect(keys).toEqual([keys[0], keys[0]])
    expect(world.simulator.creates).toHaveLength(1)
  })

  it.each(['rate_limited', 'upstream_unavailable', 'ledger_unavailable'])(
    '%s: the same key after Retry-After',
    async (code) => {
      const world = createWorld('limn')
      const keys: (string | null)[] = []
      world.intercept = (request) => {
        if (!isCreate(request)) return undefined
        keys.push(request.headers.get('idempotency-key'))
        return keys.length === 1 ? limnError(503, code, { 'retry-after': '0.2' }) : undefined
      }
      expect(await world.page().generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
      expect(keys).toEqual([keys[0], keys[0]])
    },
  )

  it('a reload during the create finds the task it made', async () => {
    const world = createWorld('limn')
    world.intercept = async (request) => {
      if (!isCreate(request)) return undefined
      world.intercept = undefined
      await world.fetch(request)
      return never()
    }
    const { key } = world.page().generate(FOX)
    await vi.waitFor(() => expect(world.simulator.creates).toHaveLength(1))
    const next = world.page()
    await vi.waitFor(() => expect(next.find(key)).toBeDefined())
    expect(await next.outcome(key)).toMatchObject({ status: 'succeeded' })
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('a reload during a create that never left sends the same key', async () => {
    const world = createWorld('limn')
    world.intercept = (request) => {
      if (!isCreate(request)) return undefined
      world.intercept = undefined
      return never()
    }
    const { key } = world.page().generate(FOX)
    await vi.waitFor(() => expect(world.intercept).toBeUndefined())
    expect(await world.page().outcome(key)).toMatchObject({ status: 'succeeded' })
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('another ledger cannot say that nothing was made', async () => {
    const world = createWorld('limn')
    world.intercept = (request) => {
      if (isCreate(request)) throw new TypeError('fetch failed')
      return request.url.includes('/generations/')
        ? limnError(404, 'generation_not_found', { 'limn-ledger-id': 'another' })
        : undefined
    }
    const limn = world.page()
    const generation = await limn.generate(FOX).outcome
    expect(generation.status).toBe('uncertain')
    expect(world.sent.filter((line) => line === 'POST /generations')).toHaveLength(1)
    world.intercept = undefined
    const { checkAgain, retryMayChargeAgain } = limn.actions(generation)
    expect(checkAgain).toBeDefined()
    const { key, submitted } = retryMayChargeAgain!()
    expect(await submitted).toMatchObject({ key, status: 'pending' })
    expect(limn.find(generation.key)?.key).toBe(key)
    expect(world.sent).toContain(`POST /generations/${generation.key}/abandon`)
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('"try again" adopts the task that was made after all', async () => {
    const world = createWorld('limn')
    world.intercept = async (request) => {
      if (!isCreate(request)) return undefined
      world.intercept = () => limnError(424, 'outcome_unknown')
      await world.simulator
        .fetch(new Request('http://sim/images/generations', { method: 'GET' }))
        .catch(() => undefined)
      world.intercept = undefined
      await world.fetch(request)
      return limnError(424, 'outcome_unknown')
    }
    const limn = world.page()
    const generation = await limn.generate(FOX).outcome
    expect(generation.status).toBe('uncertain')
    const again = limn.actions(generation).retryMayChargeAgain!()
    expect(await again.outcome).toMatchObject({ key: generation.key, status: 'succeeded' })
    expect(world.simulator.creates).toHaveLength(1)
    expect(limn.list()).toHaveLength(1)
  })

  it('G09 stops at a 401, and goes on with the same task after sign-in', async () => {
    vi.useFakeTimers({ toFake: [...TIMERS] })
    const world = createWorld('limn', { duration: 900 })
    const limn = world.page({ journal: 'memory' })
    const { key } = limn.generate(FOX)
    await vi.waitFor(() => expect(limn.find(key)?.taskId).toBeDefined())
    world.intercept = () => limnError(401, 'unauthenticated')
    await vi.waitFor(() => expect(limn.find(key)?.needsAuth).toBe(true))
    const asked = world.sent.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(world.sent.length).toBe(asked)
    world.intercept = undefined
    limn.actions(limn.find(key)!).checkAgain!()
    await vi.waitFor(() => expect(limn.find(key)).toMatchObject({ status: 'succeeded', needsAuth: false }))
  })

  it('G02 does not look while hidden, and looks at once when seen again', async () => {
    vi.useFakeTimers({ toFake: [...TIMERS] })
    const world = createWorld('limn', { duration: 60_000 })
    const limn = world.page({ journal: 'memory' })
    const { key } = limn.generate(FOX)
    await vi.waitFor(() => expect(limn.find(key)?.taskId).toBeDefined())
    const show = (state: DocumentVisibilityState) => {
      vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }
    show('hidden')
    const asked = world.sent.length
    await vi.advanceTimersByTimeAsync(120_000)
    expect(world.sent.length).toBe(asked)
    show('visible')
    await vi.advanceTimersByTimeAsync(1)
    expect(world.sent.length).toBe(asked + 1)
    await vi.waitFor(() => expect(limn.find(key)?.status).toBe('succeeded'))
  })

  it('G08 a failed poll changes no status', async () => {
    const world = createWorld('limn', { duration: 600 })
    const limn = world.page()
    const { key, submitted } = limn.generate(FOX)
    await submitted
    const statuses = new Set<string>()
    limn.subscribe(() => statuses.add(limn.find(key)!.status))
    const answers = [
      () => limnError(500, 'internal_error'),
      () => new Response('<html>', { status: 502 }),
      () => new Response('{', { status: 200 }),
    ]
    world.intercept = (request) => (request.url.includes('/tasks/') ? answers.shift()?.() : undefined)
    await vi.waitFor(() => expect(limn.find(key)?.stale).toBe(true), 3000)
    expect(await limn.outcome(key)).toMatchObject({ status: 'succeeded', stale: false })
    expect(statuses).not.toContain('failed')
  })

  it('creates nothing until it is known what the proxy is', async () => {
    const world = createWorld('limn')
    let asked = 0
    world.intercept = (request) => {
      if (!request.url.endsWith('/capabilities')) return undefined
      asked += 1
      return asked < 3 ? new Response('Bad gateway', { status: 502 }) : undefined
    }
    expect(await world.page().generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
    expect(world.sent.indexOf('POST /generations')).toBeGreaterThan(world.sent.lastIndexOf('GET /capabilities'))
  })
})

describe('a plain proxy', () => {
  it('a reload during the create leaves it uncertain, and sends nothing', async () => {
    const world = createWorld('plain')
    world.intercept = async (request) => {
      if (!isCreate(request)) return undefined
      world.intercept = undefined
      await world.fetch(request)
      return never()
    }
    const { key } = world.page().generate(FOX)
    await vi.waitFor(() => expect(world.simulator.creates).toHaveLength(1))
    const next = world.page()
    const generation = await next.outcome(key)
    expect(generation.status).toBe('uncertain')
    expect(next.actions(generation)).toMatchObject({
      retryMayChargeAgain: expect.any(Function),
      dismiss: expect.any(Function),
    })
    expect(next.actions(generation).checkAgain).toBeUndefined()
    expect(world.simulator.creates).toHaveLength(1)
  })
})
