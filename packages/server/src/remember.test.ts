import { describe, expect, it } from 'vitest'
import { remember } from './remember.ts'

describe('what is remembered', () => {
  it('is made once, and forgotten when it was asked for longest ago', async () => {
    const made: string[] = []
    const recall = remember<string>(2)
    const ask = (key: string) =>
      recall(key, async () => {
        made.push(key)
        return key.toUpperCase()
      })
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await ask(key)).toBe(key.toUpperCase())
    expect(made).toEqual(['a', 'b', 'c', 'b'])
  })

  it('is not what could not be made', async () => {
    const recall = remember<string>(2)
    expect(await recall('a', async () => undefined)).toBeUndefined()
    await expect(recall('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await recall('a', async () => 'A')).toBe('A')
  })
})
