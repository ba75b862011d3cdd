import { FRESH_WATCH } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { ref, wanted, held, watching, refusal, START, LEASE, type Setup } from './fixture.ts'

export function testAttempts(name: string, setup: Setup): void {
  describe(`${name}: one attempt`, () => {
    it('claims a key once, and gives the row to whoever comes later', async () => {
      const { ledger } = await setup()
      const first = await ledger.claim(wanted('k', { slot: 'hero' }))
      expect(first).toMatchObject({ outcome: 'held', row: { state: 'submitting', attempt: 1, held: 10, spent: 0 } })
      expect(first).toMatchObject({ row: { slot: 'hero', createdAt: START, request: { prompt: 'a fox' } } })
      expect(await ledger.claim(wanted('k'))).toMatchObject({ outcome: 'found', row: { state: 'submitting' } })
      expect(await ledger.claim(wanted('k', { principal: 'u2' }))).toMatchObject({ outcome: 'held' })
    })

    it('lets one of ten concurrent claims of a key through', async () => {
      const { ledger } = await setup()
      const claims = await Promise.all(Array.from({ length: 10 }, () => ledger.claim(wanted('k'))))
      expect(claims.filter(({ outcome }) => outcome === 'held')).toHaveLength(1)
      expect(claims.filter(({ outcome }) => outcome === 'found')).toHaveLength(9)
    })

    it('accepts: the hold becomes spent, by upstream’s credits where it gave some', async () => {
      const { ledger } = await setup()
      const plain = await held(ledger, 'a')
      expect(await ledger.accept(plain, { taskId: 't1', watch: watching('pending') })).toMatchObject({
        state: 'accepted',
        held: 0,
        spent: 10,
        acceptedAt: START,
        taskId: 't1',
      })
      const dear = await held(ledger, 'b')
      expect(await ledger.accept(dear, { taskId: 't2', watch: watching('pending'), credits: 50 })).toMatchObject({
        spent: 50,
      })
    })

    it('rejects: the hold is released, the refusal is kept word for word', async () => {
      const { ledger } = await setup()
      await ledger.reject(await held(ledger, 'k'), refusal)
      expect(await ledger.find(ref('k'))).toMatchObject({ state: 'rejected', held: 0, spent: 0, refusal })
      expect(await ledger.claim(wanted('k'))).toMatchObject({ outcome: 'found' })
    })

    it('releases: the same request may be sent again as the next attempt, another one may not', async () => {
      const { ledger } = await setup()
      await ledger.release(await held(ledger, 'k'))
      expect(await ledger.find(ref('k'))).toMatchObject({ state: 'retryable', held: 0 })
      expect(await ledger.claim(wanted('k', { fingerprint: 'other' }))).toMatchObject({ outcome: 'found' })
      expect(await ledger.claim(wanted('k'))).toMatchObject({ outcome: 'held', row: { attempt: 2, held: 10 } })
    })

    it('C21 fences: an answer of an earlier attempt changes nothing', async () => {
      const { ledger } = await setup()
      const first = await held(ledger, 'k')
      await ledger.release(first)
      await held(ledger, 'k')
      expect(await ledger.accept(first, { taskId: 't', watch: FRESH_WATCH })).toBeUndefined()
      expect(await ledger.reject(first, refusal)).toBeUndefined()
      expect(await ledger.release(first)).toBeUndefined()
      expect(await ledger.doubt(first)).toBeUndefined()
      expect(await ledger.renew(first, LEASE)).toBe(false)
      expect(await ledger.find(ref('k'))).toMatchObject({ state: 'submitting', attempt: 2, held: 10 })
    })

    it('goes nowhere from accepted but along the task’s life', async () => {
      const { ledger } = await setup()
      const row = await held(ledger, 'k')
      await ledger.accept(row, { taskId: 't', watch: watching('pending') })
      expect(await ledger.reject(row, refusal)).toBeUndefined()
      expect(await ledger.release(row)).toBeUndefined()
      expect(await ledger.doubt(row)).toBeUndefined()
      expect(await ledger.abandon({ ...ref('k'), keyTag: 'tag-k' })).toMatchObject({ state: 'accepted' })
      expect(await ledger.accept(row, { taskId: 'other', watch: FRESH_WATCH })).toBeUndefined()
    })
  })
}
