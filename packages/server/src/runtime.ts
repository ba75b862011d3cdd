import type { Archive } from './archive/archive.ts'
import type { Arrival } from './arrival.ts'
import type { Environment } from './environment.ts'
import type { Emit } from './events.ts'
import type { Handles } from './handle.ts'
import type { Keyring } from './keyring.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { ImageUrls } from './pictures/imageUrls.ts'
import type { Principal } from './policy/authorize.ts'
import type { Allowance } from './policy/limits.ts'
import type { Poller } from './poll.ts'
import type { References } from './references/references.ts'
import type { Line } from './send.ts'
import type { MakeThumbnail } from './thumbnail/thumbnail.ts'
import type { Watching } from './watch/createWatch.ts'

/** What the routes work with. */
export interface Runtime {
  readonly line: Line
  readonly environment: Environment
  readonly ledger: Ledger | undefined
  readonly keyring: Keyring
  readonly handles: Handles
  /** Undefined where pictures are told by upstream's own URLs. */
  readonly images: ImageUrls | undefined
  readonly poller: Poller
  /** Where a ledger is kept. */
  readonly watching: Watching | undefined
  /** Where pictures are kept, if they are. */
  readonly archive: Archive | undefined
  /** Uploads, where they are taken. */
  readonly references: References | undefined
  /** What makes thumbnails; undefined where nothing does. Found out once. */
  readonly thumbnails: () => Promise<MakeThumbnail | undefined>
  /** Whether callers have a list of their tasks: guests have none. */
  readonly listed: boolean
  readonly allowance: (user: Principal) => Promise<Allowance>
  readonly emit: Emit
  readonly refundFailed: boolean
  readonly logPrompts: boolean
}

/** One call that passed the checks before its route. */
export interface Call {
  readonly request: Arrival
  readonly requestId: string
  /** {@link NOBODY} where the route also serves those who do not say who they are. */
  readonly user: Principal
  /** What the caller is counted as: its id, or its address where its id is free to have. */
  readonly who: string
  /** The variable part of the path, as written; '' where there is none. */
  readonly segment: string
  /** The second variable part of the path. */
  readonly part: string
  /** The JSON body, at most 64 KiB; empty for a GET and for a route that takes a file. */
  readonly body: Uint8Array
  /** Takes one of the caller's places for polls that wait; undefined when all are taken. The answer gives it back. */
  readonly hold: () => (() => void) | undefined
  /** Keeps a piece of work alive though the caller may go away. */
  readonly keep: <T>(work: Promise<T>) => Promise<T>
}

/** Whoever did not say who they are; no principal has an empty id. */
export const NOBODY: Principal = { id: '' }
