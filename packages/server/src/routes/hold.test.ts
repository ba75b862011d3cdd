import { describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { makeSticky, makeWorld, rest, statusOf } from '../test/makeWorld.ts'
import { testEnvironment } from '../test/proxyUnderTest.ts'

describe('a held poll', () => {
  it('is answered at the next change', async () => {
    const { open, pass, create, upstream, hold } = makeWorld()
    const tools = open()
    const id = await create(tools)
    await pass(5000)
    const held = await hold(() => tools.task(id, { prefer: 'wait=25' }))
    await pass(1000)
    expect(held.over).toBe(false)
    upstream.status = 'succeeded'
    await pass(10_000)
    const answer = await held.promise
    expect(answer.headers.get('preference-applied')).toBe('wait=25')
    expect(await statusOf(answer)).toBe('succeeded')
  })

  it('is answered with what stands after as long as it asks, 25 s at most', async () => {
    const { open, pass, create, hold } = makeWorld()
    const tools = open()
    const id = await create(tools)
    await pass(5000)
    const short = await hold(() => tools.task(id, { prefer: 'wait=2' }))
    const long = await hold(() => tools.task(id, { prefer: 'respond-async, wait=600' }))
    await pass(2250)
    expect([short.over, long.over]).toEqual([true, false])
    expect(await statusOf(short.promise)).toBe('processing')
    await pass(23_000)
    expect((await long.promise).headers.get('preference-applied')).toBe('wait=25')
  })

  it('is answered at once where the caller holds something else, where it is settled, and where nothing is there', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open()
    const id = await create(tools)
    await pass(5000)
    const prefer = { prefer: 'wait=25' }
    expect(await statusOf(tools.task(`${id}?seen=pending`, prefer))).toBe('processing')
    const gone = await tools.task('limn1.a.b', prefer)
    expect([gone.status, gone.headers.get('preference-applied')]).toEqual([404, null])
    upstream.status = 'failed'
    await pass(10_000)
    expect(await statusOf(tools.task(`${id}?seen=failed`, prefer))).toBe('failed')
    expect((await tools.task(`${id}?seen=lost`, prefer)).status).toBe(400)
  })

  it('is not held where nobody watches, nor above 8 of one principal', async () => {
    const { open, pass, create, hold } = makeWorld()
    const unwatched = open({ watch: false })
    const first = await create(unwatched)
    const answer = await unwatched.task(first, { prefer: 'wait=25' })
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, null])

    const tools = open()
    const id = await create(tools)
    await pass(5000)
    const held = []
    while (held.length < 8) held.push(await hold(() => tools.task(id, { prefer: 'wait=5' })))
    const ninth = await tools.task(id, { prefer: 'wait=5' })
    expect([ninth.status, ninth.headers.get('preference-applied')]).toEqual([200, null])
    await pass(6000)
    expect(held.every(({ over }) => over)).toBe(true)
    const again = await hold(() => tools.task(id, { prefer: 'wait=5' }))
    expect(again.over).toBe(false)
  })

  it('hears within a second what another proxy has written, by one question a second for all', async () => {
    const { open, pass, create, upstream, ledger, hold } = makeWorld()
    let questions = 0
    const counted: Ledger = { ...ledger, findTasks: (refs) => ledger.findTasks(refs).finally(() => (questions += 1)) }
    const [a, b] = [open(), open({ ledger: makeSticky(counted) })]
    await rest()
    const ids = [await create(a), await create(a)]
    await pass(5000)
    const held = []
    for (const id of ids) held.push(await hold(() => b.task(id, { prefer: 'wait=25' })))
    await pass(4000)
    expect(questions).toBeGreaterThan(2)
    expect(questions).toBeLessThan(5)
    upstream.status = 'succeeded'
    const settled = () => a.events.filter(({ type }) => type === 'settled').length
    while (settled() < 2) await pass(250)
    await pass(1000)
    expect(held.map(({ over }) => over)).toEqual([true, true])
    const asked = questions
    await pass(3000)
    expect(questions).toBe(asked)
  })

  it('hears what changed while the others of its batch were still being read', async () => {
    const { open, pass, create, upstream, ledger, environment } = makeWorld()
    const gate = Promise.withResolvers<void>()
    const asleep = open({ environment: { ...testEnvironment(), now: environment.now } })
    await pass(250)
    let slow = false
    const tools = open({
      ledger: {
        ...makeSticky(ledger),
        async findByHandle(handle) {
          if (slow) await gate.promise
          return ledger.findByHandle(handle)
        },
      },
    })
    await pass(250)
    const theirs = await create(asleep)
    const mine = await create(tools)
    slow = true
    const asked = tools.ask('GET', `/tasks?ids=${mine},${theirs}`, { prefer: 'wait=25' })
    await rest()
    await pass(5000)
    expect(upstream.looks).not.toEqual([])
    slow = false
    let over = false
    void asked.then(() => (over = true))
    gate.resolve()
    await pass(2000)
    expect(over).toBe(true)
  })

  it('hears of other proxies on time though the clock is set back while it asks', async () => {
    const { open, pass, create, upstream, environment, ledger, hold } = makeWorld()
    const a = open()
    let back = 0
    const b = open({
      environment: { ...environment, now: () => environment.now() - back },
      ledger: {
        ...makeSticky(ledger),
        async findTasks(refs) {
          const rows = await ledger.findTasks(refs)
          back = 3_600_000
          return rows
        },
      },
    })
    await pass(250)
    const id = await create(a)
    await pass(5000)
    const held = await hold(() => b.task(id, { prefer: 'wait=25' }))
    await pass(1500)
    upstream.status = 'succeeded'
    while (!a.events.some(({ type }) => type === 'settled')) await pass(250)
    await pass(2000)
    expect([back, held.over]).toEqual([3_600_000, true])
  })

  it('is answered when the proxy closes', async () => {
    const { open, pass, create, hold } = makeWorld()
    const tools = open()
    const id = await create(tools)
    await pass(5000)
    const held = await hold(() => tools.task(id, { prefer: 'wait=25' }))
    await tools.proxy.close()
    expect(await statusOf(held.promise)).toBe('processing')
  })
})
