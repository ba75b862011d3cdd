import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { taskOptions, type Limn } from '../index.ts'
import { createScripted } from '../test/scripted.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Asks for so many, and waits until all of them run. */
async function run(limn: Limn, count: number): Promise<readonly string[]> {
  const keys = Array.from({ length: count }, (_, index) => limn.generate({ prompt: `fox ${index}` }).key)
  await vi.waitFor(() => expect(limn.list().filter(({ taskId }) => taskId !== undefined)).toHaveLength(count))
  await vi.advanceTimersByTimeAsync(50)
  return keys
}

const refused = (status: number, headers: Record<string, string> = {}) =>
  Response.json(
    { error: { message: 'No.', type: 'api_error', param: null, code: 'internal_error' } },
    { status, headers },
  )

describe('where polls are held', () => {
  it('one request stands for all, and is asked anew when one is added', async () => {
    const proxy = createScripted('batch', 'hold')
    const limn = proxy.page()
    await run(limn, 10)
    expect(proxy.underWay()).toBe(1)
    expect(proxy.looks.at(-1)).toMatchObject({ wait: 25, ids: expect.objectContaining({ length: 10 }) })
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(100_000)
    expect(proxy.looks.length - before).toBe(4)
    limn.generate({ prompt: 'one more' })
    await vi.waitFor(() => expect(proxy.looks.at(-1)!.ids).toHaveLength(11))
    expect(proxy.underWay()).toBe(1)
  })

  it('an end is seen at once, and the others are asked about again', async () => {
    const proxy = createScripted('batch', 'hold')
    const limn = proxy.page()
    const keys = await run(limn, 3)
    const { taskId } = limn.find(keys[1]!)!
    const before = proxy.looks.length
    proxy.set(taskId!, 'succeeded')
    await vi.advanceTimersByTimeAsync(10)
    expect(limn.find(keys[1]!)).toMatchObject({ status: 'succeeded' })
    expect(proxy.looks.slice(before)).toMatchObject([{ wait: 25, ids: expect.objectContaining({ length: 2 }) }])
  })

  it('coming online asks at once', async () => {
    const proxy = createScripted('batch', 'hold')
    await run(proxy.page(), 3)
    const before = proxy.looks.length
    dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(10)
    expect(proxy.looks.length - before).toBe(1)
    expect(proxy.underWay()).toBe(1)
  })

  it('above 32 the rest is looked at every 15 s, without waiting', async () => {
    const proxy = createScripted('batch', 'hold')
    await run(proxy.page(), 40)
    await vi.advanceTimersByTimeAsync(30_000)
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(60_000)
    const rest = proxy.looks.slice(before).filter(({ wait }) => wait === 0)
    expect(rest.length).toBeGreaterThanOrEqual(3)
    expect(rest.length).toBeLessThanOrEqual(5)
    for (const { ids } of rest) expect(ids).toHaveLength(8)
    expect(proxy.underWay()).toBe(1)
  })

  it('a proxy that has no place to wait in is asked on the schedule', async () => {
    const proxy = createScripted('batch', 'hold')
    proxy.intercept = ({ ids }) =>
      Response.json({ object: 'list', data: ids.map((id) => ({ id, status: 'processing' })) })
    await run(proxy.page(), 3)
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(proxy.looks.length - before).toBeGreaterThan(10)
    expect(proxy.looks.length - before).toBeLessThan(40)
  })

  it('a gateway that lets nobody wait makes nothing stale', async () => {
    const proxy = createScripted('batch', 'hold')
    const limn = proxy.page()
    const keys = await run(limn, 3)
    const stale = vi.fn<() => void>()
    limn.subscribe(() => keys.some((key) => limn.find(key)?.stale) && stale())
    proxy.intercept = ({ wait }) =>
      wait > 0 ? new Promise((resolve) => setTimeout(() => resolve(refused(504)), 10_000)) : undefined
    dispatchEvent(new Event('online'))
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(120_000)
    expect(stale).not.toHaveBeenCalled()
    expect(proxy.looks.length - before).toBeGreaterThan(10)
    expect(proxy.looks.length - before).toBeLessThan(30)
  })

  it('one that fails is not asked ever faster, and what is stale is known to be well again at once', async () => {
    const proxy = createScripted('batch', 'hold')
    const limn = proxy.page()
    const [key] = await run(limn, 3)
    proxy.intercept = () => refused(502)
    dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(120_000)
    expect(limn.find(key!)?.stale).toBe(true)
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(proxy.looks.length - before).toBe(4)
    proxy.intercept = undefined
    await vi.advanceTimersByTimeAsync(15_000)
    expect(limn.find(key!)?.stale).toBe(false)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(proxy.underWay()).toBe(1)
  })
})

describe('where many can be asked about at once', () => {
  it('what is due soon comes along', async () => {
    const proxy = createScripted('batch')
    const limn = proxy.page()
    await run(limn, 5)
    await vi.advanceTimersByTimeAsync(20_000)
    limn.generate({ prompt: 'a late one' })
    await vi.advanceTimersByTimeAsync(20_000)
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(60_000)
    const looks = proxy.looks.slice(before)
    expect(looks.length).toBeLessThan(40)
    expect(looks.filter(({ ids }) => ids.length === 6).length).toBeGreaterThan(looks.length / 2)
  })

  it('a host’s own reads of one tick are one request, and its queries know what limn knows', async () => {
    const proxy = createScripted('batch')
    const queryClient = new QueryClient()
    const limn = proxy.page({ queryClient })
    const keys = await run(limn, 3)
    const ids = keys.map((key) => limn.find(key)!.taskId!)
    const before = proxy.looks.length
    const hosts = Promise.all(ids.map((id) => new QueryClient().fetchQuery(taskOptions(limn.client, id))))
    await vi.advanceTimersByTimeAsync(1)
    expect((await hosts).map(({ id }) => id)).toEqual(ids)
    expect(proxy.looks.slice(before).map((look) => look.ids)).toEqual([ids])
    proxy.set(ids[0]!, 'succeeded')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(queryClient.getQueryData(taskOptions(limn.client, ids[0]!).queryKey)).toMatchObject({ status: 'succeeded' })
  })
})

it('one that is not known any more among many is asked about by its key', async () => {
  const proxy = createScripted('batch')
  const limn = proxy.page()
  const [key] = await run(limn, 2)
  const { taskId } = limn.find(key!)!
  const error = { message: 'No.', type: 'not_found_error', param: null, code: 'task_not_found' }
  proxy.intercept = ({ ids }) =>
    ids.length > 1
      ? Response.json(
          { object: 'list', data: ids.map((id) => (id === taskId ? { id, error } : { id, status: 'processing' })) },
          { headers: { 'limn-ledger': 'memory' } },
        )
      : undefined
  await vi.advanceTimersByTimeAsync(15_000)
  expect(proxy.looks.map(({ ids }) => ids)).toContainEqual([key])
})

describe('a plain proxy', () => {
  it('G19 is asked four things at a time', async () => {
    const proxy = createScripted()
    await run(proxy.page(), 60)
    let [now, most] = [0, 0]
    proxy.intercept = ({ ids: [id] }) => {
      now += 1
      most = Math.max(most, now)
      return new Promise((resolve) =>
        setTimeout(() => {
          now -= 1
          resolve(Response.json({ id, status: 'processing' }))
        }, 200),
      )
    }
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(30_000)
    expect(most).toBe(4)
    expect(new Set(proxy.looks.slice(before).flatMap(({ ids }) => ids)).size).toBe(60)
  })

  it('Retry-After wins, over the schedule and over a return', async () => {
    const proxy = createScripted()
    await run(proxy.page(), 6)
    proxy.intercept = () => refused(429, { 'retry-after': '30' })
    await vi.advanceTimersByTimeAsync(10_000)
    const { at } = proxy.looks.at(-1)!
    const before = proxy.looks.length
    dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(at + 29_000 - Date.now())
    expect(proxy.looks.length).toBe(before)
    proxy.intercept = undefined
    await vi.advanceTimersByTimeAsync(2000)
    expect(proxy.looks.length).toBeGreaterThan(before)
  })

  it('G07 a clock that jumps, either way, brings neither silence nor a burst', async () => {
    const proxy = createScripted()
    await run(proxy.page(), 2)
    for (const years of [-1, 2]) {
      vi.setSystemTime(Date.now() + years * 31_536_000_000)
      const before = proxy.looks.length
      await vi.advanceTimersByTimeAsync(1000)
      expect(proxy.looks.length - before).toBeLessThanOrEqual(4)
      await vi.advanceTimersByTimeAsync(16_000)
      expect(proxy.looks.length - before).toBeGreaterThanOrEqual(years < 0 ? 2 : 1)
    }
  })
})
