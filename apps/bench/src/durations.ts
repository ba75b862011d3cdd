/** Tasks that behave alike: p50 and p95 in s, and what they would be asked for as. */
export interface Kind {
  readonly share: number
  readonly p50: number
  readonly p95: number
  readonly size: string
  readonly quality: string
}

/** One task of a run: how long it takes, in s, and whether it ends well. */
export interface SampleTask extends Pick<Kind, 'size' | 'quality'> {
  readonly seconds: number
  readonly succeeded: boolean
}

/** What fails does so at once. */
export const FAST = { share: 0.08, p50: 3, sigma: 0.5 }
/** Share of the others that take two to four times as long. */
export const STRETCHED = 0.03

const USUAL = { p50: 58.7, p95: 142.8, size: '1024x1024', quality: 'medium' }
/** All tasks alike. */
export const ALIKE: readonly Kind[] = [{ ...USUAL, share: 1 }]
/** Quick ones, usual ones and slow ones. */
export const MIXED: readonly Kind[] = [
  { share: 0.45, p50: 15, p95: 22, size: '1024x1024', quality: 'low' },
  { ...USUAL, share: 0.4 },
  { share: 0.15, p50: 235, p95: 330, size: '3824x2160', quality: 'high' },
]

/** mulberry32: neighbours of a plain congruential generator are too alike for Box and Muller. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return (((again ^ (again >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
}

/** Log-normal by kind; some fail fast, some are stretched. */
export function sampleTasks(count: number, kinds: readonly Kind[], seed: number): readonly SampleTask[] {
  const random = createRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
  const kindOf = (at: number) =>
    kinds.find((_, index) => at < kinds.slice(0, index + 1).reduce((sum, { share }) => sum + share, 0)) ?? kinds.at(-1)!
  return Array.from({ length: count }, () => {
    const { p50, p95, size, quality } = kindOf(random())
    if (random() < FAST.share)
      return { size, quality, seconds: FAST.p50 * Math.exp(FAST.sigma * normal()), succeeded: false }
    const stretch = random() < STRETCHED ? 2 + 2 * random() : 1
    const seconds = p50 * Math.exp((Math.log(p95 / p50) / 1.645) * normal()) * stretch
    return { size, quality, seconds, succeeded: true }
  })
}
