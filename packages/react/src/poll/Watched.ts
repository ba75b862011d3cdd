import type { LimnError, Task } from '@limn/core'

/** A running generation. Times in ms, on this browser's clock. */
export interface Watched {
  readonly key: string
  task: Task
  /** When the next look is due: `interval` after the last. */
  due: number
  interval: number
  /** Looks that failed in a row. */
  failures: number
  /** The look under way, or the stream that tells of it. */
  asked?: AbortController | undefined
}

/** It says nothing of the proxy: whoever stands between would not wait, or the connection broke. */
export const isOfTheWay = ({ ledger, retryAfter }: LimnError): boolean =>
  ledger === undefined && retryAfter === undefined
