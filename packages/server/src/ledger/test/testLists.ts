import { describe, expect, it } from 'vitest'
import { START, held, ref, refusal, taken, wanted, watching, type Setup } from './fixture.ts'

const keysOf = (rows: readonly { key: string }[]) => rows.map(({ key }) => key)

export function testLists(name: string, setup: Setup): void {
  describe(`${name}: lists`, () => {
    it('gives the principal’s tasks, newest first, page by page, each once', async () => {
      const { ledger, clock } = await setup()
      for (const key of ['a', 'b', 'c', 'd', 'e']) {
        await taken(ledger, key)
        if (key !== 'b') clock.advance(1000)
      }
      await ledger.reject(await held(ledger, 'refused'), refusal)
      await held(ledger, 'under way')
      const other = await ledger.claim(wanted('x', { principal: 'u2' }))
      if (other.outcome === 'held') await ledger.accept(other.row, { taskId: 'x', watch: watching('pending') })
      const first = await ledger.list({ principal: 'u1', limit: 3 })
      const second = await ledger.list({ principal: 'u1', limit: 3, after: first.at(-1)! })
      expect([...keysOf(first), ...keysOf(second)]).toEqual(['e', 'd', 'c', 'b', 'a'])
    })

    it('gives those of one slot', async () => {
      const { ledger } = await setup()
      for (const [key, slot] of [
        ['a', 'hero'],
        ['b', undefined],
        ['c', 'other'],
      ] as const) {
        const claimed = await ledger.claim(wanted(key, { slot }))
        if (claimed.outcome === 'held') await ledger.accept(claimed.row, { taskId: key, watch: watching('pending') })
      }
      expect(keysOf(await ledger.list({ principal: 'u1', slot: 'hero', limit: 9 }))).toEqual(['a'])
    })

    it('finds tasks by their names, and leaves out those that are not there', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'a')
      await taken(ledger, 'b')
      const found = await ledger.findTasks([ref('b'), ref('nobody'), ref('a'), { principal: 'u2', key: 'a' }])
      expect(keysOf(found).toSorted()).toEqual(['a', 'b'])
      expect(await ledger.findTasks([])).toEqual([])
    })

    it('forgets a deleted one but its key, its state and its credits', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'a')
      const data = [{ url: 'https://cdn.example/1.png' }]
      const archive = [{ key: 'a/0.png', type: 'image/png', bytes: 3 }]
      await ledger.record(ref('a'), { watch: watching('succeeded', { data }), verdict: 'known', archive })
      expect(await ledger.erase(ref('a'))).toMatchObject({ deletedAt: START, state: 'accepted', spent: 10 })
      const row = (await ledger.find(ref('a')))!
      expect(row).toMatchObject({ taskId: 't-a', watch: { task: { status: 'succeeded', data: [] } } })
      expect([row.request, row.archive]).toEqual([undefined, undefined])
      expect(await ledger.list({ principal: 'u1', limit: 9 })).toEqual([])
      expect(await ledger.refresh(ref('a'), data)).toBeUndefined()
      expect(await ledger.keep(ref('a'), archive)).toBeUndefined()
      expect(await ledger.erase(ref('a'))).toBeUndefined()
    })

    it('goes on counting a deleted task that still runs, without its pictures', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'a')
      await ledger.erase(ref('a'))
      const data = [{ url: 'https://cdn.example/1.png' }]
      const after = await ledger.record(ref('a'), {
        watch: watching('succeeded', { data }),
        credits: 20,
        verdict: 'known',
      })
      expect(after).toMatchObject({ spent: 20, settledAt: START, watch: { task: { data: [] } } })
    })

    it('names what has no clear end, a silent attempt included, oldest first', async () => {
      const { ledger, clock } = await setup()
      await ledger.doubt(await held(ledger, 'a'))
      clock.advance(1000)
      await held(ledger, 'b')
      await taken(ledger, 'c')
      expect(keysOf(await ledger.unclear({ limit: 9 }))).toEqual(['a'])
      clock.advance(15_000)
      expect(keysOf(await ledger.unclear({ limit: 9 }))).toEqual(['a', 'b'])
      expect(keysOf(await ledger.unclear({ limit: 1 }))).toEqual(['a'])
      expect(await ledger.unclear({ principal: 'u2', limit: 9 })).toEqual([])
    })
  })
}
