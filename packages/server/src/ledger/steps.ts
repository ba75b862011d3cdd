import type { Settled, Watch } from '@limn/core'
import type { Row } from './ledger.ts'

/** What is known once upstream has said yes. */
export interface Accepted {
  readonly taskId: string
  readonly watch: Watch
  /** Credits by upstream's answer. @default what was held */
  readonly credits?: number | undefined
  /** ms, by the clock of the proxy that was told or signed a handle: ages of tasks and handles go by it. @default the ledger's now */
  readonly acceptedAt?: number | undefined
  /** Who watches it. @default whoever asks next */
  readonly watcher?: string | undefined
}

/** What one look at upstream has changed. */
export interface Recorded {
  readonly watch: Watch
  readonly credits?: number | undefined
  readonly verdict: Settled['verdict']
  readonly archive?: Row['archive']
  /** Nothing is left to do once it is settled. @default false */
  readonly finished?: boolean | undefined
}

/** A place in a list: the row it goes on behind. */
export interface Cursor {
  readonly createdAt: number
  readonly key: string
}

/** How long a task took from acceptance to its pictures. */
export interface Duration {
  readonly size?: string | undefined
  readonly quality?: string | undefined
  readonly seconds: number
}
