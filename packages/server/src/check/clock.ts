import { setTimeout } from 'node:timers/promises'

/** The time a check goes by. */
export interface Clock {
  /** ms since the epoch. */
  now(): number
  /** Waits, and keeps the process alive meanwhile. */
  pause(ms: number): Promise<void>
}

export const systemClock: Clock = { now: () => Date.now(), pause: (ms) => setTimeout(ms) }
