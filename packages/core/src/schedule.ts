/** What decides when to look at a running task next. */
export interface PollFacts {
  /** ms since it was accepted. */
  readonly age: number
  /** Looks that failed in a row. @default 0 */
  readonly failures?: number | undefined
  /** How long such tasks usually take, in seconds. @default the prior below */
  readonly usual?: { readonly p50: number; readonly p95: number } | undefined
  /** ms upstream or the proxy asked to wait: it wins. */
  readonly retryAfter?: number | undefined
  /** How much rarer looks must be where many tasks share one budget: each then has to be worth its square. @default 1 */
  readonly stretch?: number | undefined
}

/** Never sooner than this, in ms. */
export const MIN_POLL = 340
/** Never later than this, in ms, unless `Retry-After` or a stretch says so. */
export const MAX_POLL = 15_000

// Measured over 2,000 simulated tasks: log-normal, p50 58.7 s, p95 142.8 s; one in twelve fails fast, a few take thrice as long.
const PRIOR = { p50: 58.7, p95: 142.8 }
const FAST = { share: 0.08, p50: 3, sigma: 0.5 }
const SLOW = { share: 0.03, times: 2.9, sigma: 0.2 }
const COST_OF_A_LOOK = 0.05 // s of waiting that one look is worth
const STEP = 0.05 // s
const GROWTH = 0.05 // of a step, where an interval gets long

/**
 * ms to the next look: it is due once the waiting to be expected since the last one is worth a look. Where the chance of
 * an end is steady that is √(2c / hazard); here what is about to become likely is not slept through either. Pure.
 */
export function nextPoll({ age, failures = 0, usual = PRIOR, retryAfter, stretch = 1 }: PollFacts): number {
  if (retryAfter !== undefined) return Math.max(MIN_POLL, retryAfter)
  const mixture = mixtureOf(usual)
  const latest = MAX_POLL * stretch
  const worth = COST_OF_A_LOOK * stretch ** 2
  let [interval, ended, waiting] = [0, 0, 0]
  while (interval < latest / 1000 && (waiting < worth || interval < MIN_POLL / 1000)) {
    const step = Math.max(STEP * stretch, interval * GROWTH)
    ended += hazard(age / 1000 + interval + step / 2, mixture) * step
    waiting += ended * step
    interval += step
  }
  return Math.round(Math.min(latest, interval * 1000 * 2 ** Math.min(failures, 6)))
}

/** Log-normal parts: what fails fast, what is usual, what is slow. */
function mixtureOf({ p50, p95 }: { readonly p50: number; readonly p95: number }) {
  const sigma = Math.max(0.1, Math.log(p95 / p50) / 1.645)
  return [
    FAST,
    { share: 1 - FAST.share - SLOW.share, p50, sigma },
    { share: SLOW.share, p50: p50 * SLOW.times, sigma: Math.hypot(sigma, SLOW.sigma) },
  ]
}

/** The chance a second, at `t` s, that a task which still runs ends. */
function hazard(t: number, mixture: ReturnType<typeof mixtureOf>): number {
  let [density, survival] = [0, Number.MIN_VALUE]
  for (const { share, p50, sigma } of mixture) {
    const z = Math.log(t / p50) / sigma
    const bell = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    // Börjesson and Sundberg's upper tail: 0.3 % off at most, however far out.
    const tail = bell / (0.661 * Math.abs(z) + 0.339 * Math.sqrt(z * z + 5.51))
    density += (share * bell) / (t * sigma)
    survival += share * (z < 0 ? 1 - tail : tail)
  }
  return density / survival
}
