import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { installIndexedDB } from '../test/storage.ts'
import { createWorld, type Kind } from '../test/world.ts'

installIndexedDB()
const FOX = { prompt: 'a fox in snow' }
const KINDS: readonly Kind[] = ['limn', 'plain']
const HOURS = 8 * 3_600_000
const isCreate = (request: Request) => request.method === 'POST' && request.url.endsWith('/generations')
const limnError = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json(
    { error: { message: code, type: 'api_error', param: null, code } },
    { status, headers: { 'limn-ledger': 'memory', ...headers } },
  )

/** Moves the clock by ms, as a laptop that sleeps does. */
function skipTime() {
  const now = Date.now.bind(Date)
  let skipped = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + skipped)
  return (ms: number) => void (skipped += ms)
}

afterEach(() => {
  Reflect.deleteProperty(navigator, 'locks')
  vi.restoreAllMocks()
})

describe.each(KINDS)('through a %s proxy', (kind) => {
  it('a retry while offline is refused, and is not sent when the network is back', async () => {
    const world = createWorld(kind)
    world.simulator.balance = 0
    const limn = world.page({ endpoint: `https://app.example${world.path}` })
    const failed = await limn.generate(FOX).outcome
    world.simulator.balance = 1000
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const sent = world.sent.length
    const refused = await limn.actions(failed).retry!().outcome
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'offline', charged: 'no' } })
    expect(limn.list()).toEqual([refused])
    online.mockReturnValue(true)
    dispatchEvent(new Event('online'))
    expect(await limn.actions(refused).retry!().outcome).toMatchObject({ status: 'succeeded' })
    expect(world.sent.slice(sent).filter((line) => line.startsWith('POST'))).toHaveLength(1)
  })

  it('a retry of a busy one is busy too, for as long as the other runs', async () => {
    const { page, simulator } = createWorld(kind, { duration: 60_000 })
    const limn = page()
    const options = { slot: 'a', concurrency: 1, whenBusy: 'refuse' } as const
    const running = await limn.generate({ prompt: 'one' }, options).submitted
    const busy = await limn.generate(FOX, options).outcome
    expect(await limn.actions(busy).retry!().outcome).toMatchObject({ error: { code: 'busy' } })
    limn.actions(running).detach!()
    expect(await limn.actions(busy).retry!().submitted).toMatchObject({ status: 'pending' })
    expect(simulator.creates).toHaveLength(2)
  })

  it('is not sent hours after the click, when the laptop slept while it was asked what the proxy is', async () => {
    const world = createWorld(kind)
    const skip = skipTime()
    let asked = 0
    world.intercept = (request) => {
      if (request.url.endsWith('/capabilities') && (asked += 1) === 1) skip(HOURS)
      return undefined
    }
    const refused = await world.page().generate(FOX).outcome
    expect(refused).toMatchObject({ status: 'failed', error: { charged: 'no' } })
    expect(world.sent).not.toContain('POST /generations')
  })

  it('two tabs that ask anew for the same refused one send it once', async () => {
    const { page, simulator } = createWorld(kind)
    simulator.use({ on: 'create', times: 1, do: { outcome: 'failed' } })
    const limn = page()
    const failed = await limn.generate(FOX).outcome
    const other = page()
    await vi.waitFor(() => expect(other.find(failed.key)?.status).toBe('failed'))
    const retries = [limn, other].map((tab) => tab.actions(tab.find(failed.key)!).retry!())
    const [one, two] = await Promise.all(retries.map(({ outcome }) => outcome))
    expect(one).toMatchObject({ status: 'succeeded' })
    expect(two!.key).toBe(one!.key)
    expect(simulator.creates).toHaveLength(2)
    expect([limn, other].map((tab) => tab.list().length)).toEqual([1, 1])
  })

  it('two tabs that try again with the same uncertain one send it once', async () => {
    const { page, simulator } = createWorld(kind)
    simulator.use({ on: 'create', times: 1, do: { status: 500, execute: true } })
    const limn = page()
    const doubtful = await limn.generate(FOX).outcome
    expect(doubtful.status).toBe('uncertain')
    const other = page()
    await vi.waitFor(() => expect(other.find(doubtful.key)?.status).toBe('uncertain'))
    const tries = [limn, other].map((tab) => tab.actions(tab.find(doubtful.key)!).retryMayChargeAgain!())
    const [one, two] = await Promise.all(tries.map(({ outcome }) => outcome))
    expect(one).toMatchObject({ status: 'succeeded' })
    expect(two!.key).toBe(one!.key)
    expect(simulator.creates).toHaveLength(2)
  })

  it('draws where the browser refuses locks', async () => {
    const request = () => Promise.reject(new DOMException('blocked', 'SecurityError'))
    Object.defineProperty(navigator, 'locks', { configurable: true, value: { request } })
    const { page, simulator } = createWorld(kind)
    expect(await page().generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
    expect(simulator.creates).toHaveLength(1)
  })

  it('the queue goes on after all was forgotten in the middle of it', async () => {
    const world = createWorld(kind)
    const gate = Promise.withResolvers<never>()
    world.intercept = (request) => (isCreate(request) ? gate.promise : undefined)
    const limn = world.page()
    for (const prompt of ['one', 'two', 'three']) limn.generate({ prompt })
    await vi.waitFor(() => expect(world.sent.filter((line) => line === 'POST /generations')).toHaveLength(3))
    await limn.clear()
    world.intercept = undefined
    gate.reject(new TypeError('fetch failed'))
    expect(await limn.generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
  })

  it('leaves nothing in the host’s MutationCache', async () => {
    const queryClient = new QueryClient()
    await createWorld(kind).page({ queryClient }).generate(FOX).submitted
    await vi.waitFor(() => expect(queryClient.getMutationCache().getAll()).toEqual([]))
  })
})

describe('a limn proxy', () => {
  it('is not sent to hours after the click, when the laptop slept through Retry-After', async () => {
    const world = createWorld('limn')
    const skip = skipTime()
    world.intercept = (request) => {
      if (!isCreate(request)) return undefined
      setTimeout(() => skip(HOURS), 50)
      return limnError(503, 'upstream_unavailable', { 'retry-after': '0.2' })
    }
    expect(await world.page().generate(FOX).outcome).toMatchObject({ status: 'failed', error: { charged: 'no' } })
    expect(world.sent.filter((line) => line === 'POST /generations')).toHaveLength(1)
  })

  it('is not sent to hours after the click, when the laptop slept while it was asked for the key', async () => {
    const world = createWorld('limn')
    const skip = skipTime()
    world.intercept = (request) => {
      if (isCreate(request)) throw new TypeError('fetch failed')
      if (request.method === 'GET' && request.url.includes('/generations/')) skip(HOURS)
      return undefined
    }
    const { key, outcome } = world.page().generate(FOX)
    expect(await outcome).toMatchObject({ status: 'failed', error: { charged: 'no' } })
    expect(world.sent.filter((line) => line.startsWith('POST'))).toEqual([
      'POST /generations',
      `POST /generations/${key}/abandon`,
    ])
  })

  /** A world that turns the first create away for a moment, in which something `happens`. */
  function turningAway(happens: () => void) {
    const world = createWorld('limn')
    const creates: string[] = []
    world.intercept = (request) => {
      if (!isCreate(request) || creates.push(world.user) > 1) return undefined
      happens()
      return limnError(429, 'rate_limited', { 'retry-after': '0.2' })
    }
    return { world, creates }
  }

  it('is sent nothing for who is signed in after Retry-After, where that is somebody else', async () => {
    const { world, creates } = turningAway(() => (world.user = 'bob'))
    world.user = 'ada'
    const limn = world.page()
    const { key } = limn.generate(FOX)
    await vi.waitFor(() => expect(limn.find(key)?.needsAuth).toBe(true))
    world.user = 'ada'
    await vi.waitFor(() => expect(limn.find(key)?.status).toBe('succeeded'), { timeout: 10_000 })
    expect(creates).toEqual(['ada', 'ada'])
  }, 15_000)

  it('is sent to again after Retry-After for a guest who keeps no cookie', async () => {
    const { world, creates } = turningAway(() => (world.user = 'guest:two'))
    world.user = 'guest:one'
    expect(await world.page().generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
    expect(creates).toHaveLength(2)
  })

  it('is waited for where it does not say who is signed in: nobody is asked to sign in', async () => {
    let isDown = false
    const { world, creates } = turningAway(() => (isDown = true))
    const { intercept } = world
    let asked = 0
    world.intercept = (request) => {
      if (!isDown || !request.url.endsWith('/capabilities')) return intercept!(request)
      asked += 1
      return asked > 1 ? undefined : limnError(503, 'ledger_unavailable')
    }
    const limn = world.page()
    const signIns: unknown[] = []
    limn.subscribe(() => limn.list()[0]?.needsAuth && signIns.push(limn.list()))
    expect(await limn.generate(FOX).outcome).toMatchObject({ status: 'succeeded' })
    expect([asked, creates.length, signIns]).toEqual([2, 2, []])
  })
})
