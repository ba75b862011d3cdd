import { describe, expect, it } from 'vitest'
import type { Claimed, Ledger } from '../ledger.ts'
import { DAY, cap, held, wanted, watching, type TestClock } from './fixture.ts'
import { openTwo } from './testSharedRows.ts'

const many = <T>(count: number, one: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)))
const heldOf = (claims: readonly Claimed[]) => claims.filter(({ outcome }) => outcome === 'held')

export function testSharedCaps(name: string, make: (clock: TestClock) => () => Ledger): void {
  describe(`${name}: caps of two on one store`, () => {
    it('E01 let exactly ten of 200 concurrent claims through a cap of 100', async () => {
      const { a, b } = await openTwo(make)
      const claims = await many(200, (n) => (n % 2 ? a : b).claim(wanted(`k${n}`, { caps: [cap(100)] })))
      expect(heldOf(claims)).toHaveLength(10)
      expect(await b.budgets([cap(100)])).toMatchObject([{ held: 100, spent: 0 }])
    })

    it('E04 hold together with caps of each user, in whatever order they are named, without a deadlock', async () => {
      const { a, b } = await openTwo(make)
      const all = cap(100, { scope: 'all' })
      const claims = await many(100, async (n) => {
        const principal = `u${n % 5}`
        const own = cap(100, { scope: `principal:${principal}` })
        const claim = wanted(`k${n}`, { principal, caps: n % 3 ? [own, all] : [all, own] })
        const claimed = await (n % 2 ? a : b).claim(claim)
        // Some of them settle or give back while the others still ask.
        if (claimed.outcome === 'held' && n % 4 === 0) await b.release(claimed.row)
        return claimed
      })
      const total = (await a.budgets([all]))[0]!.held
      const users = await a.budgets(Array.from({ length: 5 }, (_, n) => cap(100, { scope: `principal:u${n}` })))
      expect(heldOf(claims).length).toBeGreaterThanOrEqual(10)
      expect(total).toBeLessThanOrEqual(100)
      expect(users.reduce((sum, user) => sum + user.held, 0)).toBe(total)
    })

    it('let exactly four of 40 concurrent claims through a quota of four, and each task have one watcher', async () => {
      const { a, b } = await openTwo(make)
      const quota = { running: 4, creates: { max: 9, per: 'day' as const } }
      const claims = await many(40, (n) => (n % 2 ? a : b).claim(wanted(`k${n}`, { quota })))
      expect(heldOf(claims)).toHaveLength(4)
      for (const claimed of heldOf(claims))
        if (claimed.outcome === 'held')
          await a.accept(claimed.row, { taskId: claimed.row.key, watch: watching('pending') })
      const lease = 15_000
      const taken = await many(10, (n) => (n % 2 ? a : b).watch({ owner: `p${n}`, lease }))
      expect(taken.flatMap((rows) => rows?.map(({ key }) => key) ?? []).toSorted()).toEqual(
        heldOf(claims)
          .map((claimed) => ('row' in claimed ? claimed.row.key : ''))
          .toSorted(),
      )
    })

    it('count one account named twice once, by its tighter cap', async () => {
      const { a } = await openTwo(make)
      const twice = [cap(100), cap(15)]
      expect(await a.claim(wanted('k', { caps: twice }))).toMatchObject({ outcome: 'held' })
      expect(await a.claim(wanted('l', { caps: twice }))).toMatchObject({ outcome: 'over', budget: { cap: 15 } })
      expect(await a.budgets([cap(100)])).toMatchObject([{ held: 10 }])
    })

    it('E05 open a new window at midnight UTC under load, and never more than one', async () => {
      const midnight = Date.UTC(2026, 5, 2)
      const { a, b, clock } = await openTwo(make, midnight - 50)
      const daily = [cap(50, { per: 'day' })]
      const claims = await many(100, (n) => {
        clock.advance(1)
        return (n % 2 ? a : b).claim(wanted(`k${n}`, { caps: daily }))
      })
      expect(heldOf(claims).length).toBeGreaterThanOrEqual(5)
      expect(heldOf(claims).length).toBeLessThanOrEqual(10)
      expect(await a.budgets(daily)).toMatchObject([{ resetsAt: midnight + DAY }])
      expect((await a.budgets(daily))[0]!.held).toBeLessThanOrEqual(50)
    })

    it('let a row settle whose window is long forgotten', async () => {
      const { a, clock } = await openTwo(make)
      const daily = cap(100, { per: 'day' })
      const row = await held(a, 'k', [daily])
      clock.advance(40 * DAY)
      await a.prune(9 * DAY)
      expect(await a.accept(row, { taskId: 't', watch: { empty: 0, missing: 0 } })).toMatchObject({ spent: 10 })
      expect(await a.budgets([daily])).toMatchObject([{ held: 0, spent: 0 }])
    })
  })
}
