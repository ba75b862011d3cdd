/** Holds creates back once upstream has refused the API key. */
export interface Breaker {
  /** Whether a create may go out; while open, one a minute may, as a trial. */
  allows(now: number): boolean
  /** A 401 was met. The time of the next trial stays: only a trial moves it. */
  open(now: number): void
  /** A create was accepted. */
  close(): void
  /** ms until the next trial; 0 while closed. */
  wait(now: number): number
}

const TRIAL = 60_000

/** A closed breaker. */
export function createBreaker(): Breaker {
  let nextTrial: number | undefined
  return {
    allows(now) {
      if (nextTrial === undefined) return true
      // A clock that was set back makes nobody wait longer.
      if (now < nextTrial && nextTrial - now <= TRIAL) return false
      nextTrial = now + TRIAL
      return true
    },
    open: (now) => {
      nextTrial ??= now + TRIAL
    },
    close: () => {
      nextTrial = undefined
    },
    wait: (now) => Math.min(TRIAL, Math.max(0, (nextTrial ?? now) - now)),
  }
}
