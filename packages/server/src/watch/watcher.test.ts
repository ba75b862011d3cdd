import { describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { makeSticky, makeWorld, statusOf } from '../test/makeWorld.ts'
import { testEnvironment } from '../test/proxyUnderTest.ts'

describe('a watched task', () => {
  it('comes to its end though nobody asks, and is answered without a look', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open()
    const id = await create(tools)
    await pass(5000)
    upstream.status = 'succeeded'
    await pass(5000)
    expect(tools.events.map(({ type }) => type)).toEqual(['accepted', 'settled'])
    const before = upstream.looks.length
    expect(await statusOf(tools.task(id))).toBe('succeeded')
    await pass(60_000)
    expect(upstream.looks).toHaveLength(before)
  })

  it('costs no more looks however many ask', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open()
    const id = await create(tools)
    await pass(5000)
    const before = upstream.looks.length
    const seen = await Promise.all(Array.from({ length: 30 }, () => statusOf(tools.task(id))))
    expect(new Set(seen)).toEqual(new Set(['processing']))
    expect(upstream.looks).toHaveLength(before)
  })

  it('costs no more looks where a browser says no-cache, as each does with a read that it must not store', async () => {
    const looksWhile = async (asks: boolean) => {
      const { open, pass, create, upstream } = makeWorld()
      const tools = open()
      const id = await create(tools)
      for (let step = 0; step < 80; step += 1) {
        await pass(500)
        if (asks) await tools.task(id, { 'cache-control': 'no-cache' })
      }
      return upstream.looks.length
    }
    expect(await looksWhile(true)).toBe(await looksWhile(false))
  })

  it('is taken up by whoever starts next on the ledger', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const first = open()
    const id = await create(first)
    await first.proxy.close()
    const second = open({ ledger: makeSticky(first.ledger as Ledger) })
    expect(await statusOf(second.task(id))).toBe('pending')
    upstream.status = 'succeeded'
    await pass(10_000)
    expect(await statusOf(second.task(id))).toBe('succeeded')
  })

  it('has one watcher among two, and the other one when that one falls silent', async () => {
    const { open, pass, create, upstream, environment, ledger } = makeWorld()
    const frozen = { ...testEnvironment(), now: environment.now }
    const a = open({ environment: frozen })
    const b = open()
    const [mine, theirs] = [await create(a), await create(b)]
    expect(new Set((await ledger.watch({ owner: 'nobody', lease: 1 }))!.map(({ key }) => key))).toEqual(new Set())
    await pass(10_000)
    expect(new Set(upstream.looks)).toEqual(new Set(['t2']))
    expect(await statusOf(b.task(theirs))).toBe('processing')
    expect(await statusOf(b.task(mine))).toBe('pending')
    await pass(10_000)
    expect(new Set(upstream.looks)).toEqual(new Set(['t1', 't2']))
    expect(await statusOf(b.task(mine))).toBe('processing')
  })

  it('waits as long as upstream asks, and so do all others', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open()
    await create(tools)
    await create(tools)
    upstream.answer = () =>
      Response.json({ error: { message: 'slow' } }, { status: 429, headers: { 'retry-after': '20' } })
    await pass(5000)
    const before = upstream.looks.length
    expect(before).toBeGreaterThan(0)
    upstream.answer = undefined
    await pass(15_000)
    expect(upstream.looks).toHaveLength(before)
    await pass(10_000)
    expect(upstream.looks.length).toBeGreaterThan(before)
  })

  it('is not looked at more often than the budget says, however many there are', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open({ pollsPerSecond: 2 })
    await Promise.all(Array.from({ length: 20 }, () => create(tools)))
    await pass(10_000)
    expect(upstream.looks.length).toBeLessThanOrEqual(21)
    expect(upstream.looks.length).toBeGreaterThan(10)
  })

  it('is written down when it changed, not at every look', async () => {
    const { open, pass, create, ledger } = makeWorld()
    let writes = 0
    const counted: Ledger = { ...ledger, record: (...asked) => ledger.record(...asked).finally(() => (writes += 1)) }
    const tools = open({ ledger: counted })
    await create(tools)
    await pass(30_000)
    expect(writes).toBe(1)
  })

  it('is lost after a day, but not while upstream says nothing; what stayed unclear is written off after a week', async () => {
    const { open, pass, create, environment, ledger, upstream } = makeWorld()
    const tools = open()
    const id = await create(tools)
    const unclear = tools.key()
    upstream.cut = true
    await tools.create(unclear)
    environment.advance(24 * 3_600_000)
    await pass(20_000)
    expect((await tools.task(id)).status).toBe(200)
    upstream.cut = false
    await pass(60_000)
    expect((await tools.task(id)).status).toBe(404)
    environment.advance(7 * 24 * 3_600_000)
    await pass(20_000)
    expect(await ledger.find({ principal: 'u1', key: unclear })).toMatchObject({ state: 'written_off' })
  })
})
