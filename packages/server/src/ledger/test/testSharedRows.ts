import { FRESH_WATCH } from '@limn/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Ledger } from '../ledger.ts'
import { LEASE, START, ref, held, wanted, type TestClock } from './fixture.ts'

/** Two ledgers on one store, migrated by both at once. */
export async function openTwo(make: (clock: TestClock) => () => Ledger, start = START) {
  let now = start
  const clock = { now: () => now, advance: (ms: number) => void (now += ms) }
  const open = make(clock)
  const [a, b] = [open(), open()]
  onTestFinished(async () => void (await Promise.all([a.close(), b.close()])))
  await Promise.all([a.migrate(), b.migrate()])
  return { a, b, clock, open }
}

export function testSharedRows(name: string, make: (clock: TestClock) => () => Ledger): void {
  describe(`${name}: two on one store`, () => {
    it('are one ledger: one id, whoever made the tables, and again after both are closed', async () => {
      const { a, b, open } = await openTwo(make)
      const id = await a.id()
      expect(await b.id()).toBe(id)
      const row = await held(a, 'k')
      await a.accept(row, { taskId: 't', watch: FRESH_WATCH })
      const later = open()
      onTestFinished(() => later.close())
      expect(await later.id()).toBe(id)
      expect(await later.find(ref('k'))).toMatchObject({ state: 'accepted', taskId: 't', spent: 10 })
    })

    it('let one of twenty concurrent claims of a key through', async () => {
      const { a, b } = await openTwo(make)
      const claims = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? a : b).claim(wanted('k'))))
      expect(claims.filter(({ outcome }) => outcome === 'held')).toHaveLength(1)
      expect(claims.filter(({ outcome }) => outcome === 'found')).toHaveLength(19)
    })

    it('let one of a claim and a tombstone through', async () => {
      const { a, b } = await openTwo(make)
      const keys = Array.from({ length: 20 }, (_, n) => `k${n}`)
      await Promise.all(keys.flatMap((key) => [a.claim(wanted(key)), b.abandon({ ...ref(key), keyTag: `tag-${key}` })]))
      const rows = await Promise.all(keys.map((key) => a.find(ref(key))))
      expect(rows.every((row) => row?.state === 'submitting' || row?.state === 'tombstone')).toBe(true)
      expect(rows.every((row) => row!.held === (row!.state === 'submitting' ? 10 : 0))).toBe(true)
    })

    it('see each other’s attempts: a dead one is ambiguous when its lease is over, and its late answer still counts', async () => {
      const { a, b, clock } = await openTwo(make)
      const row = await held(a, 'k')
      expect(await b.claim(wanted('k'))).toMatchObject({ outcome: 'found', row: { state: 'submitting' } })
      clock.advance(LEASE)
      expect(await b.find(ref('k'))).toMatchObject({ state: 'ambiguous', held: 10 })
      expect(await a.renew(row, LEASE)).toBe(false)
      expect(await a.accept(row, { taskId: 't', watch: FRESH_WATCH })).toMatchObject({ state: 'accepted' })
      expect(await b.find(ref('k'))).toMatchObject({ state: 'accepted' })
    })

    it('of two answers to one attempt, one is written', async () => {
      const { a, b } = await openTwo(make)
      const row = await held(a, 'k')
      const both = await Promise.all([
        a.accept(row, { taskId: 't1', watch: FRESH_WATCH }),
        b.accept(row, { taskId: 't2', watch: FRESH_WATCH }),
      ])
      expect(both.filter(Boolean)).toHaveLength(1)
      expect((await a.find(ref('k')))?.taskId).toBe(both.find(Boolean)!.taskId)
    })

    it('prune and write off at once without counting anything twice', async () => {
      const { a, b, clock } = await openTwo(make)
      await Promise.all(Array.from({ length: 30 }, async (_, n) => a.doubt(await held(a, `k${n}`))))
      clock.advance(1)
      const [x, y] = await Promise.all([a.writeOff(0), b.writeOff(0)])
      expect(x + y).toBe(30)
      const [p, q] = await Promise.all([a.prune(0), b.prune(0)])
      expect(p + q).toBe(30)
    })
  })
}
