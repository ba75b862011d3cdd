import { describe, expect, it } from 'vitest'
import type { Quota } from '../caps.ts'
import type { Ledger } from '../ledger.ts'
import { HOUR, LEASE, ref, taken, wanted, watching, type Setup } from './fixture.ts'

async function heldUnder(ledger: Ledger, key: string, quota: Quota) {
  const claimed = await ledger.claim(wanted(key, { quota }))
  if (claimed.outcome !== 'held') throw new Error(`not held: ${claimed.outcome}`)
  return claimed.row
}

export function testQuota(name: string, setup: Setup): void {
  describe(`${name}: quotas`, () => {
    it('let so many tasks run at once, and one more when one has ended', async () => {
      const { ledger } = await setup()
      const quota = { running: 2 }
      await taken(ledger, 'a')
      expect(await ledger.claim(wanted('b', { quota }))).toMatchObject({ outcome: 'held' })
      expect(await ledger.claim(wanted('c', { quota }))).toEqual({ outcome: 'limited', retryAfter: 5000 })
      expect(await ledger.find(ref('c'))).toBeUndefined()
      await ledger.record(ref('a'), { watch: watching('failed'), verdict: 'known' })
      expect(await ledger.claim(wanted('c', { quota }))).toMatchObject({ outcome: 'held' })
    })

    it('do not count an attempt that fell silent, nor what others run', async () => {
      const { ledger, clock } = await setup()
      const quota = { running: 1 }
      await ledger.claim(wanted('a', { quota }))
      expect(await ledger.claim(wanted('b', { quota, principal: 'u2' }))).toMatchObject({ outcome: 'held' })
      clock.advance(LEASE)
      expect(await ledger.claim(wanted('b', { quota }))).toMatchObject({ outcome: 'held' })
    })

    it('let so many creates through in any hour, and tell how long to wait', async () => {
      const { ledger, clock } = await setup()
      const quota = { creates: { max: 2, per: 'hour' as const } }
      await ledger.claim(wanted('a', { quota }))
      clock.advance(1000)
      await ledger.claim(wanted('b', { quota }))
      clock.advance(1000)
      expect(await ledger.claim(wanted('c', { quota }))).toEqual({ outcome: 'limited', retryAfter: HOUR - 2000 })
      clock.advance(HOUR - 2000)
      expect(await ledger.claim(wanted('c', { quota }))).toMatchObject({ outcome: 'held' })
    })

    it('count what could not be sent from when it is sent again, and so does the time it may stay unclear', async () => {
      const { ledger, clock } = await setup()
      const quota = { creates: { max: 2, per: 'hour' as const } }
      for (const keys of [
        ['a', 'b'],
        ['c', 'd'],
      ]) {
        for (const key of keys) await ledger.release(await heldUnder(ledger, key, quota))
        clock.advance(HOUR)
      }
      const rows = [await heldUnder(ledger, 'a', quota), await heldUnder(ledger, 'b', quota)]
      expect(await ledger.claim(wanted('c', { quota }))).toMatchObject({ outcome: 'limited' })
      for (const row of rows) await ledger.doubt(row)
      clock.advance(HOUR)
      expect(await ledger.writeOff(2 * HOUR)).toBe(0)
    })

    it('answer a known key from its row, however many run', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'a')
      const quota = { running: 1, creates: { max: 1, per: 'day' as const } }
      expect(await ledger.claim(wanted('a', { quota }))).toMatchObject({ outcome: 'found', row: { taskId: 't-a' } })
    })

    it('hold nothing for what they refuse', async () => {
      const { ledger } = await setup()
      const caps = [{ credits: 100, per: 'total' as const, scope: 'all' }]
      await ledger.claim(wanted('a', { caps, quota: { creates: { max: 0, per: 'minute' } } }))
      expect(await ledger.budgets(caps)).toMatchObject([{ held: 0 }])
    })
  })
}
