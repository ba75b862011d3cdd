/** Holds creates back once upstream has refused the API key. */
export interface Breaker {
  /** Whether a create may go out; while open, one a minute may, as a trial. */
  allows(now: number): boolean
  open(now: number): void
  close(): void
}

const TRIAL = 60_000

/** A closed breaker. */
export function createBreaker(): Breaker {
  let waitUntil: number | undefined
  return {
    allows(now) {
      if (waitUntil === undefined) return true
      if (now < waitUntil) return false
      waitUntil = now + TRIAL
      return true
    },
    open: (now) => {
      waitUntil = now + TRIAL
    },
    close: () => {
      waitUntil = undefined
    },
  }
}
