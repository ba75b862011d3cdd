import { describe, expect, it } from 'vitest'
import { LEASE, START, held, ref, taken, watching, type Setup } from './fixture.ts'

const keysOf = (rows: readonly { key: string }[] | undefined) => rows?.map(({ key }) => key).toSorted()
const done = {
  watch: watching('succeeded', { data: [{ url: 'https://cdn.example/1.png' }] }),
  verdict: 'known',
} as const

export function testWatch(name: string, setup: Setup): void {
  describe(`${name}: who watches`, () => {
    it('gives each task to one watcher, and to another when that one falls silent', async () => {
      const { ledger, clock } = await setup()
      await taken(ledger, 'a')
      expect(keysOf(await ledger.watch({ owner: 'p', lease: LEASE }))).toEqual(['a'])
      expect(keysOf(await ledger.watch({ owner: 'p', lease: LEASE }))).toEqual([])
      expect(keysOf(await ledger.watch({ owner: 'q', lease: LEASE }))).toEqual([])
      clock.advance(LEASE - 1)
      await ledger.watch({ owner: 'q', lease: LEASE })
      clock.advance(1)
      expect(keysOf(await ledger.watch({ owner: 'q', lease: LEASE }))).toEqual(['a'])
      expect((await ledger.find(ref('a')))!.watcher).toBe('q')
      expect(await ledger.watch({ owner: 'p', lease: LEASE })).toBeUndefined()
    })

    it('frees what a watcher gives up at once', async () => {
      const { ledger } = await setup()
      await taken(ledger, 'a')
      await ledger.watch({ owner: 'p', lease: LEASE })
      expect(await ledger.watch({ owner: 'p', lease: 0 })).toEqual([])
      expect(keysOf(await ledger.watch({ owner: 'q', lease: LEASE }))).toEqual(['a'])
    })

    it('tells a watcher of a running task that was deleted, and of no other one twice', async () => {
      const { ledger } = await setup()
      await Promise.all(['a', 'b', 'c'].map((key) => taken(ledger, key)))
      await ledger.watch({ owner: 'p', lease: LEASE })
      await ledger.record(ref('c'), done)
      await Promise.all(['a', 'c'].map((key) => ledger.erase(ref(key))))
      const told = (await ledger.watch({ owner: 'p', lease: LEASE }))!
      expect(told).toMatchObject([{ key: 'a', deletedAt: START }])
      expect(keysOf(await ledger.watch({ owner: 'q', lease: LEASE }))).toEqual([])
    })

    it('leaves a task with whoever had it accepted', async () => {
      const { ledger } = await setup()
      await ledger.watch({ owner: 'p', lease: LEASE })
      await ledger.accept(await held(ledger, 'a'), { taskId: 't', watch: watching('pending'), watcher: 'p' })
      expect(keysOf(await ledger.watch({ owner: 'q', lease: LEASE }))).toEqual([])
    })

    it('watches a settled task until it is finished, and a lost one not at all', async () => {
      const { ledger } = await setup()
      await Promise.all(['settled', 'finished', 'lost'].map((key) => taken(ledger, key)))
      expect(await ledger.finish(ref('settled'))).toBeUndefined()
      await ledger.record(ref('settled'), done)
      await ledger.record(ref('finished'), done)
      expect(await ledger.finish(ref('finished'))).toMatchObject({ finishedAt: START })
      await ledger.lose(ref('lost'))
      expect(keysOf(await ledger.watch({ owner: 'p', lease: LEASE }))).toEqual(['settled'])
      await ledger.record(ref('lost'), { watch: watching('processing'), verdict: 'known' })
      expect(keysOf(await ledger.watch({ owner: 'p', lease: LEASE }))).toEqual(['lost'])
    })

    it('keeps what became of the pictures', async () => {
      const { ledger } = await setup()
      await Promise.all(['a', 'b'].map((key) => taken(ledger, key)))
      const archive = [{ key: 'a/0.png', type: 'image/png', bytes: 3 }, null]
      expect(await ledger.record(ref('a'), { ...done, archive })).toMatchObject({ archive })
      expect(await ledger.keep(ref('b'), archive)).toBeUndefined()
      await ledger.record(ref('b'), done)
      expect(await ledger.keep(ref('b'), archive)).toMatchObject({ archive })
      expect((await ledger.find(ref('b')))!.archive).toEqual(archive)
    })

    it('learns how long tasks take from those that succeeded, newest first', async () => {
      const { ledger, clock } = await setup()
      for (const [key, status] of [
        ['a', 'succeeded'],
        ['b', 'succeeded'],
        ['c', 'failed'],
      ] as const) {
        await taken(ledger, key)
        clock.advance(key === 'a' ? 30_000 : 50_000)
        await ledger.record(ref(key), { watch: watching(status), verdict: 'known' })
      }
      expect((await ledger.durations(10)).map(({ seconds }) => seconds)).toEqual([50, 30])
      expect(await ledger.durations(1)).toHaveLength(1)
    })
  })
}
