import { ERRORS, STATUSES } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

/** What a function of a catalogue is called with, where a few numbers are not fit for it. */
const ARGUMENTS: Record<string, readonly (readonly unknown[])[]> = {
  failure: [
    ['', 'no'],
    ['', 'yes'],
    ['', 'unknown'],
  ],
  quality: [['']],
}
const NUMBERS = [1, 2, 40].map((n) => [n, n + 1, n])

/** Every sentence of a catalogue. */
function sentences(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return (ARGUMENTS[name] ?? NUMBERS).map((input) => String(value(...input)))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => sentences(inner, key))
}

describe.each([
  ['en', en],
  ['zh-CN', zhCN],
])('%s', (_, messages) => {
  it('has words for every status and every error code', () => {
    for (const status of Object.keys(STATUSES))
      expect(messages.status).toHaveProperty(status, expect.stringMatching(/\S/))
    for (const code of Object.keys(ERRORS))
      expect(messages.errors).toHaveProperty(code, {
        title: expect.stringMatching(/\S/),
        advice: expect.stringMatching(/\S/),
      })
  })

  it('never promises a refund, never shouts', () => {
    for (const sentence of sentences(messages)) expect(sentence).not.toMatch(/refund|退款|退还|[!！]/i)
  })
})

describe('zh-CN', () => {
  const all = sentences(zhCN)

  it('sets full-width marks after Han, and a space between Han and Latin or digits', () => {
    for (const sentence of all) {
      expect(sentence).not.toMatch(/\p{Script=Han}[,.;:?()]/u)
      expect(sentence).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u)
    }
  })

  it('leaves nothing in English', () => {
    const words = all.flatMap((sentence) => sentence.match(/[a-z]{3,}/gi) ?? [])
    expect(new Set(words)).toEqual(new Set(['https', 'PNG', 'JPEG', 'WebP', 'Enter', 'Shift']))
  })

  it('says times and amounts as Chinese does', () => {
    expect(zhCN.gallery.ago(120_000)).toBe('2 分钟前')
    expect(zhCN.prompt.credits(1200)).toBe('1,200 积分')
    expect(zhCN.gallery.partial(3, 4)).toBe('送达 3 张，共 4 张')
  })
})

describe('en', () => {
  it('counts', () => {
    expect(en.prompt.credits(1)).toBe('1 credit')
    expect(en.prompt.credits(1200)).toBe('1,200 credits')
    expect(en.gallery.count(1, 2)).toBe('1 generation, 2 pictures')
    expect(en.gallery.ago(120_000)).toBe('2 min ago')
    expect(en.advice.usual(40_000)).toBe('Usually about 40 s')
  })
})
