import { describe, expect, it, vi } from 'vitest'
import { indexedDBMedium } from './indexedDBMedium.ts'
import { testMedium } from './medium.contract.ts'
import { memoryMedium } from './memoryMedium.ts'
import { installIndexedDB } from '../test/storage.ts'

installIndexedDB()

describe('memory', () => {
  testMedium(async () => memoryMedium())
})
describe('IndexedDB', () => {
  testMedium(indexedDBMedium)

  it('remembers for the next page', async () => {
    await (await indexedDBMedium()).update('next', 'k', () => ({ n: 1 }))
    expect(await (await indexedDBMedium()).readAll('next')).toEqual([{ n: 1 }])
  })

  it('gives up on a browser that never answers', async () => {
    vi.useFakeTimers()
    vi.spyOn(indexedDB, 'open').mockReturnValue(new IDBOpenDBRequest())
    await Promise.all([expect(indexedDBMedium()).rejects.toThrow('did not answer'), vi.advanceTimersByTimeAsync(3000)])
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
})
