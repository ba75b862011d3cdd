import type { Kind } from './durations.ts'
import { FAST, STRETCHED } from './durations.ts'

const STEP = 0.02 // s

/**
 * The least that looks × mean delay (s, without the way) can be for such tasks, whoever looks: a policy that leaves
 * √(2c / hazard) between looks has (∫ √(density · survival))² / 2, and none has less at the same mean delay.
 */
export function leastProduct(kinds: readonly Kind[]): number {
  return kinds.reduce((sum, kind) => sum + kind.share * integral(kind), 0) ** 2 / 2
}

function integral({ p50, p95 }: Kind): number {
  const sigma = Math.log(p95 / p50) / 1.645
  const stretches = Array.from({ length: 20 }, (_, index) => 2 + (index + 0.5) / 10)
  const usual = 1 - FAST.share
  const parts = [
    { share: FAST.share, median: FAST.p50, sigma: FAST.sigma },
    { share: usual * (1 - STRETCHED), median: p50, sigma },
    ...stretches.map((times) => ({ share: (usual * STRETCHED) / stretches.length, median: p50 * times, sigma })),
  ]
  let [total, survival] = [0, 1]
  for (let t = STEP / 2; survival > 1e-6; t += STEP) {
    const density = parts.reduce((sum, part) => sum + part.share * logNormal(t, part), 0)
    total += Math.sqrt(density * survival) * STEP
    survival -= density * STEP
  }
  return total
}

function logNormal(t: number, { median, sigma }: { median: number; sigma: number }): number {
  const z = Math.log(t / median) / sigma
  return Math.exp((-z * z) / 2) / (t * sigma * Math.sqrt(2 * Math.PI))
}
