import { expect, it } from 'vitest'
import type { Medium } from './Medium.ts'

/** What every medium does. `open` makes one over the same storage each time; call it inside `describe`. */
export function testMedium(open: () => Promise<Medium>) {
  it('keeps what it is told, in its namespace', async () => {
    const medium = await open()
    await medium.update('a', 'k', () => ({ key: 'k', n: 1 }))
    await medium.update('b', 'k', () => ({ key: 'k', n: 2 }))
    expect(await medium.readAll('a')).toEqual([{ key: 'k', n: 1 }])
    expect(await medium.readAll('b')).toEqual([{ key: 'k', n: 2 }])
    await medium.clear('a')
    expect(await medium.readAll('a')).toEqual([])
    expect(await medium.readAll('b')).toEqual([{ key: 'k', n: 2 }])
    await medium.clear('b')
  })

  it('hands what is stored to the change, and resolves with what is stored then', async () => {
    const medium = await open()
    expect(await medium.update('c', 'k', () => ({ n: 1 }))).toEqual({ n: 1 })
    expect(await medium.update('c', 'k', (stored) => ({ n: (stored as { n: number }).n + 1 }))).toEqual({ n: 2 })
    expect(await medium.update('c', 'k', () => undefined)).toEqual({ n: 2 })
    expect(await medium.read('c', 'k')).toEqual({ n: 2 })
    expect(await medium.read('c', 'other')).toBeUndefined()
    expect(await medium.update('c', 'other', () => undefined)).toBeUndefined()
    await medium.clear('c')
  })

  it('loses no change of many at once', async () => {
    const medium = await open()
    const add = (stored: unknown) => ({ n: ((stored as { n: number } | undefined)?.n ?? 0) + 1 })
    await Promise.all(Array.from({ length: 50 }, () => medium.update('d', 'k', add)))
    expect(await medium.readAll('d')).toEqual([{ n: 50 }])
    await medium.clear('d')
  })
}
