import { describe, expect, it } from 'vitest'
import { ALIKE, MIXED } from './durations.ts'
import { leastProduct } from './leastProduct.ts'
import { productOf, watchByPrior, watchLearnt, watchLimited } from './schedule.ts'

describe('the schedule, in virtual time', () => {
  it('from its prior wastes next to nothing: looks × mean delay ≤ 31, where no policy has less than 29', () => {
    expect(leastProduct(ALIKE)).toBeCloseTo(29, 1)
    const seen = watchByPrior(ALIKE)
    expect(productOf(seen)).toBeLessThanOrEqual(31)
    expect(seen.delay).toBeLessThanOrEqual(1.35)
    expect(seen.looks).toBeLessThanOrEqual(25)
  })

  it('having learnt by size and quality is within a tenth of what any policy could do with three kinds', () => {
    const seen = watchLearnt(MIXED)
    expect(productOf(seen)).toBeLessThanOrEqual(1.1 * leastProduct(MIXED))
    expect(productOf(seen)).toBeLessThan(0.5 * productOf(watchByPrior(MIXED)))
  })

  it('100 tasks at once under a limit of 20 requests a second: no 429, seen within 2.5 s', () => {
    const seen = watchLimited(100)
    expect(seen.refused).toBe(0)
    expect(seen.delay).toBeLessThanOrEqual(2.5)
  })

  it('1,000 tasks at once under that limit: no 429, seen within 25 s', () => {
    const seen = watchLimited(1000)
    expect(seen.refused).toBe(0)
    expect(seen.delay).toBeLessThanOrEqual(25)
  })
})
