import { describe, expect, it } from 'vitest'
import { remember } from './remember.ts'

describe('what is remembered', () => {
  it('is made once while it is asked for, and forgotten when others were asked for since', async () => {
    const made: string[] = []
    const recall = remember<string>(4)
    const ask = (key: string) =>
      recall(key, async () => {
        made.push(key)
        return key.toUpperCase()
      })
    for (const key of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a', 'b'])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask(key)).toBe(key.toUpperCase())
    expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'b'])
  })

  it('is never more than it may be', async () => {
    const recall = remember<number>(100)
    let made = 0
    const ask = async (key: number) => recall(`${key}`, async () => (made += 1))
    for (let key = 0; key < 1000; key += 1) await ask(key) // oxlint-disable-line no-await-in-loop -- in order
    for (let key = 999; key >= 0; key -= 1) await ask(key) // oxlint-disable-line no-await-in-loop -- in order
    expect(made).toBeGreaterThanOrEqual(1900)
    expect(made).toBeLessThanOrEqual(1950)
  })

  it('is not what could not be made', async () => {
    const recall = remember<string>(2)
    expect(await recall('a', async () => undefined)).toBeUndefined()
    await expect(recall('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await recall('a', async () => 'A')).toBe('A')
  })
})
