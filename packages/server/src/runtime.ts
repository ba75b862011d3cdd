import type { Environment } from './environment.ts'
import type { Emit } from './events.ts'
import type { Handles } from './handle.ts'
import type { Keyring } from './keyring.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Principal } from './policy/authorize.ts'
import type { Allowance } from './policy/limits.ts'
import type { Poller } from './poll.ts'
import type { Line } from './send.ts'

/** What the routes work with. */
export interface Runtime {
  readonly line: Line
  readonly environment: Environment
  readonly ledger: Ledger | undefined
  readonly keyring: Keyring
  readonly handles: Handles
  readonly poller: Poller
  readonly allowance: (user: Principal) => Promise<Allowance>
  readonly emit: Emit
  readonly refundFailed: boolean
  readonly logPrompts: boolean
}

/** One call that passed the checks before its route. */
export interface Call {
  readonly request: Request
  readonly requestId: string
  readonly user: Principal
  /** The variable part of the path, as written. */
  readonly segment: string
  /** The body, at most 64 KiB; empty for a GET. */
  readonly body: Uint8Array
  /** Keeps a piece of work alive though the caller may go away. */
  readonly keep: <T>(work: Promise<T>) => Promise<T>
}
