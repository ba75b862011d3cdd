import { describe, expect, it } from 'vitest'
import type { Duration } from '../ledger/steps.ts'
import { learnUsual } from './usual.ts'

/** So many durations of a log-normal with this median, evenly over its quantiles. */
const lasting = (p50: number, sigma: number, count: number, kind: Omit<Duration, 'seconds'> = {}): Duration[] =>
  Array.from({ length: count }, (_, index) => {
    const p = (index + 0.5) / count
    // Tukey's lambda: the normal's quantile to within 0.03.
    return { ...kind, seconds: p50 * Math.exp(sigma * 4.91 * (p ** 0.14 - (1 - p) ** 0.14)) }
  })

describe('what is usual', () => {
  it('is learnt by size and quality', () => {
    const { of } = learnUsual([
      ...lasting(15, 0.25, 100, { size: '1024x1024', quality: 'low' }),
      ...lasting(60, 0.5, 100, { size: '1024x1024', quality: 'high' }),
    ])
    const low = of({ size: '1024x1024', quality: 'low' })!
    const high = of({ size: '1024x1024', quality: 'high' })!
    expect([low.p50, low.p95, high.p50, high.p95].map(Math.round)).toEqual([15, 22, 60, 135])
  })

  it('falls back on the quality, then the size, then all, then nothing', () => {
    const { of, all } = learnUsual([
      ...lasting(10, 0.3, 50, { size: '1024x1024', quality: 'low' }),
      ...lasting(100, 0.3, 19, { size: '3824x2160', quality: 'high' }),
      ...lasting(80, 0.3, 19, { size: '1536x1024', quality: 'high' }),
      ...lasting(40, 0.3, 19, { size: '1536x1024', quality: 'medium' }),
    ])
    const p50 = (size?: string, quality?: string) => Math.round(of({ size, quality })!.p50)
    expect(p50('1024x1024', 'low')).toBe(10)
    // Neither high class has samples enough, together they do.
    expect(p50('3824x2160', 'high')).toBeGreaterThan(80)
    // The quality is unknown, the size is not.
    expect(p50('1536x1024', 'auto')).toBeGreaterThan(40)
    expect(p50('1536x1024', 'auto')).toBeLessThan(80)
    expect(of({ size: 'new', quality: 'new' })).toEqual(all)
    expect(learnUsual(lasting(10, 0.3, 19)).of({})).toBeUndefined()
    expect(learnUsual([]).all).toBeUndefined()
  })

  it('is not led astray by the few that got stuck, nor by what is no duration', () => {
    const usual = lasting(20, 0.3, 100)
    const stuck = Array.from({ length: 5 }, () => ({ seconds: 20_000 }))
    const nonsense = [0, -5, Number.NaN, Infinity].map((seconds) => ({ seconds }))
    const clean = learnUsual(usual).all!
    const { p50, p95 } = learnUsual([...usual, ...stuck, ...nonsense]).all!
    expect(p50 / clean.p50).toBeLessThan(1.05)
    expect(p95 / clean.p95).toBeLessThan(1.15)
  })

  it('stays a distribution where all took equally long', () => {
    const { p50, p95 } = learnUsual(Array.from({ length: 30 }, () => ({ seconds: 7 }))).all!
    expect([p50, p95].map(Math.round)).toEqual([7, 7])
  })
})
