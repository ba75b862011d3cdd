import { FRESH_WATCH, mintKey } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { ref, wanted, cap, held, refusal, START, DAY, type Setup } from './fixture.ts'

export function testBudgets(name: string, setup: Setup): void {
  describe(`${name}: budgets`, () => {
    it('E01 lets exactly ten of 200 parallel claims through a cap of 100', async () => {
      const { ledger } = await setup()
      const claims = await Promise.all(
        Array.from({ length: 200 }, (_, index) => ledger.claim(wanted(`k${index}`, { caps: [cap(100)] }))),
      )
      expect(claims.filter(({ outcome }) => outcome === 'held')).toHaveLength(10)
      expect(claims.find(({ outcome }) => outcome === 'over')).toMatchObject({
        budget: { cap: 100, held: 100, spent: 0 },
      })
    })

    it('E03 holds under all caps or none', async () => {
      const { ledger } = await setup()
      const both = [cap(1000), cap(15, { scope: 'all' })]
      expect(await ledger.claim(wanted('a', { caps: both, cost: 20 }))).toMatchObject({
        outcome: 'over',
        budget: { cap: 15 },
      })
      expect(await ledger.find(ref('a'))).toBeUndefined()
      expect(await ledger.budgets(both)).toMatchObject([{ held: 0 }, { held: 0 }])
    })

    it('counts what came back, and what was spent beyond the hold', async () => {
      const { ledger } = await setup()
      await ledger.release(await held(ledger, 'a', [cap(100)]))
      await ledger.reject(await held(ledger, 'b', [cap(100)]), refusal)
      await ledger.accept(await held(ledger, 'c', [cap(100)]), { taskId: 't', watch: FRESH_WATCH, credits: 95 })
      expect(await ledger.budgets([cap(100)])).toMatchObject([{ cap: 100, held: 0, spent: 95 }])
      expect(await ledger.claim(wanted('d', { caps: [cap(100)] }))).toMatchObject({ outcome: 'over' })
    })

    it('settles in the UTC day of the hold', async () => {
      const { ledger, clock } = await setup()
      const daily = cap(10, { per: 'day' })
      const row = await held(ledger, 'a', [daily])
      expect(await ledger.budgets([daily])).toMatchObject([{ held: 10, resetsAt: Date.UTC(2026, 5, 2) }])
      clock.advance(DAY)
      await ledger.accept(row, { taskId: 't', watch: FRESH_WATCH })
      expect(await ledger.budgets([daily])).toMatchObject([{ held: 0, spent: 0, resetsAt: Date.UTC(2026, 5, 3) }])
      expect(await ledger.claim(wanted('b', { caps: [daily] }))).toMatchObject({ outcome: 'held' })
    })
  })

  describe(`${name}: forgetting`, () => {
    it('drops old rows whose key carries its age, and keeps a stub of every other', async () => {
      const { ledger, clock } = await setup()
      const dated = mintKey(START)
      for (const key of [dated, 'k']) await ledger.reject(await held(ledger, key), refusal)
      await ledger.doubt(await held(ledger, 'unclear'))
      clock.advance(31 * DAY)
      expect(await ledger.prune(30 * DAY)).toBe(2)
      expect(await ledger.find(ref(dated))).toBeUndefined()
      const stub = await ledger.find(ref('k'))
      expect(stub).toMatchObject({ state: 'pruned' })
      expect(stub!.refusal ?? stub!.request ?? stub!.fingerprint).toBeUndefined()
      expect(await ledger.claim(wanted('k'))).toMatchObject({ outcome: 'found', row: { state: 'pruned' } })
      expect(await ledger.find(ref('unclear'))).toMatchObject({ state: 'ambiguous' })
    })

    it('has one id for its life', async () => {
      const { ledger } = await setup()
      expect(await ledger.id()).toBe(await ledger.id())
      expect(await (await setup()).ledger.id()).not.toBe(await ledger.id())
    })
  })
}
