import { FRESH_WATCH } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { ref, wanted, cap, held, refusal, START, DAY, LEASE, type Setup } from './fixture.ts'

export function testDoubt(name: string, setup: Setup): void {
  describe(`${name}: doubt`, () => {
    it('keeps the hold of an ambiguous row; a late answer of the same attempt resolves it', async () => {
      const { ledger } = await setup()
      const [a, b] = [await held(ledger, 'a'), await held(ledger, 'b')]
      expect(await ledger.doubt(a)).toMatchObject({ state: 'ambiguous', held: 10 })
      await ledger.doubt(b)
      expect(await ledger.release(a)).toBeUndefined()
      expect(await ledger.claim(wanted('a'))).toMatchObject({ outcome: 'found', row: { state: 'ambiguous' } })
      expect(await ledger.accept(a, { taskId: 't', watch: FRESH_WATCH })).toMatchObject({
        state: 'accepted',
        spent: 10,
      })
      expect(await ledger.reject(b, refusal)).toMatchObject({ state: 'rejected', held: 0 })
    })

    it('turns a silent attempt ambiguous when its lease is over, for every reader', async () => {
      const { ledger, clock } = await setup()
      const row = await held(ledger, 'k')
      clock.advance(LEASE - 1)
      expect(await ledger.renew(row, LEASE)).toBe(true)
      clock.advance(LEASE - 1)
      expect(await ledger.find(ref('k'))).toMatchObject({ state: 'submitting' })
      clock.advance(1)
      expect(await ledger.claim(wanted('k'))).toMatchObject({ outcome: 'found', row: { state: 'ambiguous', held: 10 } })
      expect(await ledger.renew(row, LEASE)).toBe(false)
      expect(await ledger.release(row)).toBeUndefined()
    })

    it('finds the row of a handle by the key’s tag, and takes the handle’s time', async () => {
      const { ledger } = await setup()
      await ledger.doubt(await held(ledger, 'k'))
      const row = await ledger.findByHandle({ principal: 'u1', taskId: 't', keyTag: 'tag-k' })
      expect(row).toMatchObject({ key: 'k', state: 'ambiguous' })
      await ledger.accept(row!, { taskId: 't', watch: FRESH_WATCH, acceptedAt: START - 5 })
      expect(await ledger.findByHandle({ principal: 'u1', taskId: 't', keyTag: 'rotated' })).toMatchObject({
        state: 'accepted',
        acceptedAt: START - 5,
      })
      expect(await ledger.findByHandle({ principal: 'u2', taskId: 't', keyTag: 'tag-k' })).toBeUndefined()
      expect(await ledger.findByHandle({ taskId: 't', keyTag: 'rotated' })).toMatchObject({ principal: 'u1', key: 'k' })
      expect(await ledger.findByHandle({ taskId: 'other', keyTag: 'tag-k' })).toBeUndefined()
    })

    it('writes off what stays ambiguous: the hold becomes spent', async () => {
      const { ledger, clock } = await setup()
      await ledger.doubt(await held(ledger, 'old', [cap(100)]))
      clock.advance(7 * DAY)
      await ledger.doubt(await held(ledger, 'young', [cap(100)]))
      expect(await ledger.writeOff(7 * DAY - 1)).toBe(1)
      expect(await ledger.find(ref('old'))).toMatchObject({ state: 'written_off', held: 0, spent: 10 })
      expect(await ledger.find(ref('young'))).toMatchObject({ state: 'ambiguous' })
      expect(await ledger.budgets([cap(100)])).toMatchObject([{ held: 10, spent: 10 }])
    })
  })

  describe(`${name}: giving up`, () => {
    it('leaves a tombstone that refuses a later claim', async () => {
      const { ledger } = await setup()
      expect(await ledger.abandon({ ...ref('k'), keyTag: 'tag-k' })).toMatchObject({ state: 'tombstone' })
      expect(await ledger.abandon({ ...ref('k'), keyTag: 'tag-k' })).toMatchObject({ state: 'tombstone' })
      expect(await ledger.claim(wanted('k'))).toMatchObject({ outcome: 'found', row: { state: 'tombstone' } })
    })

    it('buries a retryable row, and leaves every other as it stands', async () => {
      const { ledger } = await setup()
      const [a, b] = [await held(ledger, 'a'), await held(ledger, 'b')]
      await ledger.release(a)
      expect(await ledger.abandon({ ...ref('a'), keyTag: 'tag-a' })).toMatchObject({ state: 'tombstone' })
      expect(await ledger.abandon({ ...ref('b'), keyTag: 'tag-b' })).toMatchObject({ state: 'submitting' })
      await ledger.doubt(b)
      expect(await ledger.abandon({ ...ref('b'), keyTag: 'tag-b' })).toMatchObject({ state: 'ambiguous', held: 10 })
    })
  })
}
