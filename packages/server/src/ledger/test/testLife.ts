import { LimnError } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { ref, taken, watching, START, HOUR, type Setup } from './fixture.ts'

export function testLife(name: string, setup: Setup): void {
  describe(`${name}: the task’s life`, () => {
    it('records looks until the task is settled, then never again', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'k')
      expect(await ledger.record(ref('k'), { watch: watching('processing'), verdict: 'known' })).toMatchObject({
        spent: 10,
      })
      const failure = new LimnError('content_policy', 'Not this.', { upstream: { code: 'moderation_blocked' } })
      const failed = watching('failed', { error: failure })
      expect(await ledger.record(ref('k'), { watch: failed, credits: 20, verdict: 'known' })).toMatchObject({
        settledAt: START,
        spent: 20,
      })
      expect(await ledger.record(ref('k'), { watch: watching('succeeded'), verdict: 'known' })).toBeUndefined()
      const { watch } = (await ledger.find(ref('k')))!
      expect(watch.task!.error).toBeInstanceOf(LimnError)
      expect(watch.task!.error).toMatchObject({
        code: 'content_policy',
        message: 'Not this.',
        upstream: { code: 'moderation_blocked' },
      })
    })

    it('never moves a status back, whichever proxy looked last', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'k')
      await ledger.record(ref('k'), { watch: watching('processing'), verdict: 'known' })
      const late = await ledger.record(ref('k'), { watch: watching('pending'), verdict: 'known' })
      expect(late!.watch.task!.status).toBe('processing')
    })

    it('refreshes the URLs of a settled task only', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'k')
      const fresh = [{ url: 'https://cdn.example/2.png' }, { url: null }]
      expect(await ledger.refresh(ref('k'), fresh)).toBeUndefined()
      await ledger.record(ref('k'), {
        watch: watching('succeeded', { data: [{ url: 'https://cdn.example/1.png' }] }),
        verdict: 'known',
      })
      expect(await ledger.refresh(ref('k'), fresh)).toMatchObject({
        watch: { task: { status: 'succeeded', data: fresh } },
      })
    })

    it('remembers since when a task is gone, and forgets it when the task is back', async () => {
      const { ledger, clock } = await setup()
      await taken(ledger, 'k')
      await ledger.record(ref('k'), { watch: { empty: 0, missing: 3 }, verdict: 'gone' })
      clock.advance(HOUR)
      expect(await ledger.record(ref('k'), { watch: { empty: 0, missing: 4 }, verdict: 'gone' })).toMatchObject({
        goneSince: START,
      })
      expect(await ledger.lose(ref('k'))).toMatchObject({ state: 'lost', spent: 10 })
      expect(await ledger.record(ref('k'), { watch: watching('processing'), verdict: 'known' })).toMatchObject({
        state: 'accepted',
      })
      expect((await ledger.find(ref('k')))!.goneSince).toBeUndefined()
    })

    it('learns nothing from a look that says nothing: what is gone stays gone, what is lost stays lost', async () => {
      const { ledger, clock } = await setup()
      await taken(ledger, 'k')
      const [gone, unread] = [
        { watch: { empty: 0, missing: 3 }, verdict: 'gone' },
        { watch: { empty: 0, missing: 3 }, verdict: 'unread' },
      ] as const
      await ledger.record(ref('k'), gone)
      clock.advance(HOUR)
      expect(await ledger.record(ref('k'), unread)).toMatchObject({ state: 'accepted', goneSince: START })
      await ledger.lose(ref('k'))
      expect(await ledger.record(ref('k'), unread)).toMatchObject({ state: 'lost', goneSince: START })
    })

    it('cannot lose a settled task', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'k')
      await ledger.record(ref('k'), { watch: watching('canceled'), verdict: 'known' })
      expect(await ledger.lose(ref('k'))).toBeUndefined()
    })
  })
}
