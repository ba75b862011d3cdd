import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Limn } from '../index.ts'
import { createScripted } from '../test/scripted.ts'

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }),
)
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const open = () => createScripted('batch', 'hold', 'stream')

/** Asks for so many, and waits until all of them run. */
async function run(limn: Limn, count: number): Promise<readonly string[]> {
  const before = limn.list().length
  const keys = Array.from({ length: count }, (_, index) => limn.generate({ prompt: `fox ${before + index}` }).key)
  await vi.waitFor(() => {
    expect(limn.list().filter(({ taskId }) => taskId !== undefined)).toHaveLength(before + count)
  })
  await pass(50)
  return keys
}
const idOf = (limn: Limn, key: string | undefined) => limn.find(key!)!.taskId!
const statusOf = (limn: Limn, key: string | undefined) => limn.find(key!)?.status

/** Ten that run on one stream. */
async function ten() {
  const proxy = open()
  const limn = proxy.page()
  const keys = await run(limn, 10)
  return { proxy, limn, keys }
}

describe('where changes are streamed', () => {
  it('ten ends are one request', async () => {
    const { proxy, limn, keys } = await ten()
    const before = proxy.looks.length
    for (const key of keys.slice(0, 9)) {
      await pass(4000)
      proxy.set(idOf(limn, key), 'succeeded')
      await pass(10)
      expect(statusOf(limn, key)).toBe('succeeded')
    }
    expect([proxy.looks.length - before, proxy.underWay()]).toEqual([0, 1])
    proxy.set(idOf(limn, keys[9]), 'failed')
    await pass(10)
    expect([statusOf(limn, keys[9]), proxy.underWay()]).toEqual(['failed', 0])
    await pass(120_000)
    expect(proxy.looks).toHaveLength(before)
  })

  it('what begins meanwhile is told of by the stream that runs, and costs no request', async () => {
    const { proxy, limn } = await ten()
    const before = proxy.looks.length
    const [late] = await run(limn, 1)
    await pass(5000)
    proxy.set(idOf(limn, late), 'succeeded')
    await pass(10)
    expect([statusOf(limn, late), proxy.looks.length - before, proxy.underWay()]).toEqual(['succeeded', 0, 1])
  })

  it('a proxy that does not tell of what begins is asked anew, once for all that are due', async () => {
    const { proxy, limn } = await ten()
    proxy.tellsOfNew = false
    const before = proxy.looks.length
    await run(limn, 2)
    await pass(300)
    await run(limn, 1)
    await pass(4000)
    expect(proxy.looks.slice(before)).toMatchObject([{ ids: expect.objectContaining({ length: 13 }) }])
    expect(proxy.underWay()).toBe(1)
  })

  it('one that ends by itself is followed by the next at once; one that ends early is not asked for ever faster', async () => {
    const { proxy } = await ten()
    const before = proxy.looks.length
    await pass(165_000)
    expect(proxy.looks.length - before).toBe(3)
    proxy.intercept = ({ wait }) =>
      wait > 0
        ? new Response('\n', { headers: { 'content-type': 'application/x-ndjson', 'limn-ledger': 'memory' } })
        : undefined
    for (const stream of proxy.streams) stream.end()
    const early = proxy.looks.length
    await pass(60_000)
    expect(proxy.looks.length - early).toBeGreaterThan(3)
    expect(proxy.looks.length - early).toBeLessThan(80)
  })

  it('one that breaks off makes nothing stale; what was missed is seen at once, and streams come back', async () => {
    const { proxy, limn, keys } = await ten()
    const stale = vi.fn<() => void>()
    limn.subscribe(() => keys.some((key) => limn.find(key)?.stale) && stale())
    const [stream] = proxy.streams
    proxy.streams.delete(stream!)
    proxy.set(idOf(limn, keys[3]), 'succeeded')
    stream!.end('broken')
    await pass(10)
    expect(statusOf(limn, keys[3])).toBe('succeeded')
    await pass(20_000)
    expect(proxy.streams.size).toBe(1)
    expect(stale).not.toHaveBeenCalled()
  })

  it('two that break off in a row are one answer a request for ten minutes', async () => {
    const { proxy } = await ten()
    for (const _ of 'ab') {
      for (const stream of proxy.streams) stream.end('broken')
      await pass(20_000)
    }
    expect([proxy.streams.size, proxy.underWay()]).toEqual([0, 1])
    expect(proxy.looks.at(-1)).toMatchObject({ wait: 25 })
    await pass(500_000)
    expect(proxy.streams.size).toBe(0)
    await pass(120_000)
    expect(proxy.streams.size).toBe(1)
  })

  it('one that is gathered up on the way is given up after 10 s: then it is one answer a request', async () => {
    const proxy = open()
    const limn = proxy.page()
    proxy.intercept = ({ wait, signal }) =>
      wait > 25
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
        : undefined
    const keys = await run(limn, 3)
    proxy.set(idOf(limn, keys[0]), 'succeeded')
    await pass(9000)
    expect(statusOf(limn, keys[0])).toBe('processing')
    await pass(1500)
    expect(statusOf(limn, keys[0])).toBe('succeeded')
    await pass(20_000)
    expect(proxy.underWay()).toBe(1)
    expect(proxy.looks.map(({ wait }) => wait).toSorted((one, other) => one - other)).toEqual([0, 25, 55])
    const before = proxy.looks.length
    await pass(100_000)
    expect(proxy.looks.length - before).toBe(4)
    expect(limn.find(keys[1]!)?.stale).toBe(false)
  })

  it('one that falls silent is given up after 25 s', async () => {
    const { proxy, limn, keys } = await ten()
    const [stream] = proxy.streams
    Object.assign(stream!, { write: () => {} })
    proxy.streams.delete(stream!)
    proxy.set(idOf(limn, keys[0]), 'succeeded')
    await pass(36_000)
    expect(statusOf(limn, keys[0])).toBe('succeeded')
  })

  it('a session that ends is asked about at the next stream, and goes on after sign-in', async () => {
    const { proxy, limn, keys } = await ten()
    const error = { message: 'Sign in.', type: 'authentication_error', param: null, code: 'unauthenticated' }
    proxy.intercept = () => Response.json({ error }, { status: 401, headers: { 'limn-ledger': 'memory' } })
    await pass(60_000)
    expect(keys.every((key) => limn.find(key)?.needsAuth)).toBe(true)
    const before = proxy.looks.length
    await pass(120_000)
    expect(proxy.looks).toHaveLength(before)
    proxy.intercept = undefined
    dispatchEvent(new Event('online'))
    await pass(100)
    expect(keys.some((key) => limn.find(key)?.needsAuth)).toBe(false)
    await pass(20_000)
    expect(proxy.streams.size).toBe(1)
  })

  it('one that is not known any more is asked about by its key, the others stay', async () => {
    const { proxy, limn, keys } = await ten()
    const id = idOf(limn, keys[0])
    const [stream] = proxy.streams
    const before = proxy.looks.length
    const error = { message: 'No.', type: 'not_found_error', param: null, code: 'task_not_found' }
    stream!.write(`${JSON.stringify({ object: 'list', data: [{ id, error }] })}\n`)
    await pass(10)
    expect(proxy.looks.slice(before).map(({ ids }) => ids)).toContainEqual([keys[0]])
    expect(proxy.streams).toContain(stream)
  })

  it('a hidden tab lets go of it, and one that is seen again asks at once', async () => {
    const { proxy } = await ten()
    const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    await pass(100)
    expect(proxy.underWay()).toBe(0)
    seen.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
    await pass(100)
    expect(proxy.streams.size).toBe(1)
  })

  it('detaching the last one lets go of it', async () => {
    const proxy = open()
    const limn = proxy.page()
    const [one, two] = await run(limn, 2)
    limn.actions(limn.find(one!)!).detach?.()
    await pass(10)
    expect(proxy.underWay()).toBe(1)
    limn.actions(limn.find(two!)!).detach?.()
    await pass(10)
    expect(proxy.underWay()).toBe(0)
  })

  it('a free place in it is taken by one that had none', async () => {
    const proxy = open()
    const limn = proxy.page()
    const keys = await run(limn, 33)
    await pass(20_000)
    expect([...proxy.streams].map(({ ids }) => ids.size)).toEqual([32])
    proxy.set(idOf(limn, keys[0]), 'succeeded')
    await pass(20_000)
    expect([...proxy.streams].at(-1)?.ids).toContain(idOf(limn, keys[32]))
    expect(proxy.underWay()).toBe(1)
  })
})
