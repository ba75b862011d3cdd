import { describe, expect, it } from 'vitest'
import { MAX_POLL, MIN_POLL, nextPoll } from './schedule.ts'

/** How often a task of this duration is looked at, and how late its end is seen; ms. */
function watched(duration: number) {
  let age = 0
  let looks = 0
  do {
    age += nextPoll({ age })
    looks += 1
  } while (age < duration)
  return { looks, delay: age - duration }
}

describe('the schedule', () => {
  it('stays inside its bounds for any age and any number of failures', () => {
    for (let age = 0; age < 7_200_000; age += 997)
      for (const failures of [0, 1, 20]) {
        const wait = nextPoll({ age, failures })
        expect(wait).toBeGreaterThanOrEqual(MIN_POLL)
        expect(wait).toBeLessThanOrEqual(MAX_POLL)
      }
  })
  it('backs off while looks fail, and lets Retry-After win', () => {
    const waits = [0, 1, 2, 3].map((failures) => nextPoll({ age: 30_000, failures }))
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits)
    expect(nextPoll({ age: 30_000, retryAfter: 60_000 })).toBe(60_000)
    expect(nextPoll({ age: 30_000, retryAfter: 0 })).toBe(MIN_POLL)
  })
  it('asks for fewer looks, and keeps to what is likely, where a budget stretches it', () => {
    for (const age of [0, 3000, 30_000, 90_000, 600_000]) {
      const waits = [1, 2, 5, 20].map((stretch) => nextPoll({ age, stretch }))
      expect(waits.toSorted((a, b) => a - b)).toEqual(waits)
      expect(waits[2]! / waits[0]!).toBeGreaterThan(2)
      expect(waits[3]).toBeLessThanOrEqual(20 * MAX_POLL)
    }
  })
  it('does not hammer at a task that takes far longer than its kind', () => {
    const usual = { p50: 15, p95: 22 }
    for (const age of [60_000, 90_000, 120_000, 600_000]) expect(nextPoll({ age, usual })).toBeGreaterThanOrEqual(900)
    expect(nextPoll({ age: 24 * 3_600_000, usual })).toBeGreaterThan(10_000)
  })
  it('costs no more looks than a loop of 3 s, and sees the end sooner', () => {
    const durations = Array.from({ length: 1000 }, (_, index) => 58_700 * Math.exp(0.54 * normal((index + 0.5) / 1000)))
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const ours = durations.map(watched)
    const loop = durations.map((duration) => ({ looks: Math.ceil(duration / 3000), delay: 3000 - (duration % 3000) }))
    const cost = (runs: { looks: number; delay: number }[]) =>
      mean(runs.map(({ looks }) => looks)) * mean(runs.map(({ delay }) => delay))
    expect(cost(ours)).toBeLessThan(cost(loop))
    expect(mean(ours.map(({ delay }) => delay))).toBeLessThan(mean(loop.map(({ delay }) => delay)))
  })
})

/** Quantile of the standard normal, by bisection on its logistic approximation. */
function normal(p: number): number {
  let low = -6
  let high = 6
  while (high - low > 1e-6) {
    const z = (low + high) / 2
    if (1 / (1 + Math.exp(-0.07056 * z ** 3 - 1.5976 * z)) < p) low = z
    else high = z
  }
  return low
}
