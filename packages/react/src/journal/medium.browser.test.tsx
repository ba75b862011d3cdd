import { openDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { indexedDBMedium } from './indexedDBMedium.ts'
import { testMedium } from './medium.contract.ts'

describe('IndexedDB of a real browser', () => {
  testMedium(indexedDBMedium)

  it('remembers for the next page', async () => {
    const medium = await indexedDBMedium()
    await medium.clear('next')
    await medium.update('next', 'k', () => ({ n: 1 }))
    expect(await (await indexedDBMedium()).readAll('next')).toEqual([{ n: 1 }])
  })

  it('G12 loads 10,000 entries in less than 500 ms', async () => {
    const medium = await indexedDBMedium()
    await medium.clear('many')
    const entry = {
      version: 1,
      key: 'k',
      request: { prompt: 'a fox in snow', image_urls: [], n: 1 },
      phase: 'accepted',
    }
    const db = await openDB('limn')
    const tx = db.transaction('generations', 'readwrite', { durability: 'relaxed' })
    for (let index = 0; index < 10_000; index += 1) void tx.store.put(entry, ['many', String(index)])
    await tx.done
    db.close()
    const before = performance.now()
    expect(await medium.readAll('many')).toHaveLength(10_000)
    expect(performance.now() - before).toBeLessThan(500)
    await medium.clear('many')
  }, 60_000)
})
