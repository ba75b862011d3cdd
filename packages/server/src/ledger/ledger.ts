import type { ErrorBody, Task, Watch } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'
import type { Budget, Quota, ScopedCap } from './caps.ts'
import type { Accepted, Cursor, Duration, Recorded } from './steps.ts'

/** Where a generation stands. `accepted` covers all of a task's life; its status is in `watch`. */
export const ROW_STATES = [
  'tombstone',
  'submitting',
  'retryable',
  'rejected',
  'ambiguous',
  'written_off',
  'accepted',
  'lost',
  'pruned',
] as const

/** A word of {@link ROW_STATES}. */
export type RowState = (typeof ROW_STATES)[number]

/** A definite no, as it was told and will be told again. */
export interface Refusal {
  readonly status: number
  readonly body: ErrorBody
}

/** What keeps one picture: bytes in a store under `key`, or the `url` it lives at from then on. `type`: its media type. */
export interface ArchivedImage {
  readonly key?: string | undefined
  readonly url?: string | undefined
  readonly type: string
  /** How many. */
  readonly bytes: number
}

/** All that is remembered of one (principal, key). Times in ms since the epoch, by the ledger's own clock. */
export interface Row {
  readonly principal: string
  readonly key: string
  /** The key's tag, as handles carry it. */
  readonly keyTag: string
  readonly state: RowState
  /** Counts the sends; the fence of every later edge. 0 for a tombstone that nothing preceded. */
  readonly attempt: number
  readonly fingerprint?: string | undefined
  readonly request?: WireRequest | undefined
  readonly slot?: string | undefined
  /** Credits. */
  readonly held: number
  /** Credits. */
  readonly spent: number
  readonly createdAt: number
  readonly acceptedAt?: number | undefined
  readonly settledAt?: number | undefined
  /** Since when upstream has not known the task. */
  readonly goneSince?: number | undefined
  /** Upstream's id. */
  readonly taskId?: string | undefined
  /** What the looks at upstream have said. Plain data but for `task.error` (`toJSON`, `reviveError`). */
  readonly watch: Watch
  readonly refusal?: Refusal | undefined
  /** Who looks at the task: the name a proxy watches under. */
  readonly watcher?: string | undefined
  /** What is kept of its pictures, by index; `null` for one that is not. */
  readonly archive?: readonly (ArchivedImage | null)[] | undefined
  /** Since when nothing is left to do about it: it is settled, kept and told. */
  readonly finishedAt?: number | undefined
  /** Since when its owner wants it forgotten: request, pictures and their URLs are gone. */
  readonly deletedAt?: number | undefined
}

/** Names a row. */
export interface RowRef {
  readonly principal: string
  readonly key: string
}

/** Names one attempt of a row: an edge of another attempt changes nothing. */
export interface Fence extends RowRef {
  readonly attempt: number
}

/** What a handle names its row by. */
export interface HandleRef {
  readonly principal?: string | undefined
  readonly taskId: string
  readonly keyTag: string
}

/** What is wanted of {@link Ledger.claim}. */
export interface Claim extends RowRef {
  readonly keyTag: string
  readonly fingerprint: string
  readonly request: WireRequest
  readonly slot?: string | undefined
  /** Credits to hold. */
  readonly cost: number
  /** ms until an attempt that is not renewed counts as ambiguous. */
  readonly lease: number
  readonly caps: readonly ScopedCap[]
  readonly quota?: Quota | undefined
}

/**
 * `held`: send now, under `row.attempt`. `found`: the row stands as it is, send nothing. `over`: this cap has no room.
 * `limited`: the quota has none for `retryAfter` ms.
 */
export type Claimed =
  | { readonly outcome: 'held' | 'found'; readonly row: Row }
  | { readonly outcome: 'over'; readonly budget: Budget }
  | { readonly outcome: 'limited'; readonly retryAfter: number }

/**
 * The server's memory of every generation. Each method is one edge of the ledger machine (docs/guarantees.md): one
 * conditional, atomic step, so that any number of proxies may share one. An edge whose condition does not hold changes
 * nothing and gives `undefined`. A `submitting` row whose lease is over becomes `ambiguous` before anything else reads it.
 * `testLedger` holds an engine to all of this.
 */
export interface Ledger {
  readonly durability: 'durable' | 'memory'
  /** Made with the ledger: another id is another ledger. */
  id(): Promise<string>
  /** Creates or moves the tables. */
  migrate(): Promise<void>
  close(): Promise<void>

  /** (none) or retryable with the same fingerprint ▶ submitting: holds credits under all caps or none. */
  claim(claim: Claim): Promise<Claimed>
  /** submitting ▶ submitting: a new lease of `lease` ms. False when this attempt is no longer under way. */
  renew(fence: Fence, lease: number): Promise<boolean>
  /** submitting or ambiguous ▶ accepted: hold becomes spent. */
  accept(fence: Fence, accepted: Accepted): Promise<Row | undefined>
  /** submitting or ambiguous ▶ rejected: the hold is released. */
  reject(fence: Fence, refusal: Refusal): Promise<Row | undefined>
  /** submitting ▶ retryable: surely not executed; the hold is released. */
  release(fence: Fence): Promise<Row | undefined>
  /** submitting ▶ ambiguous: the hold stays. */
  doubt(fence: Fence): Promise<Row | undefined>
  /** (none) or retryable ▶ tombstone. The row as it stands afterwards, whatever it is. */
  abandon(ref: RowRef & { readonly keyTag: string }): Promise<Row>
  /** accepted or lost, not settled: what a look has shown. Settled is for ever. */
  record(ref: RowRef, recorded: Recorded): Promise<Row | undefined>
  /** A settled task's fresh URLs; its status stays. */
  refresh(ref: RowRef, data: Task['data']): Promise<Row | undefined>
  /** accepted, not settled ▶ lost. */
  lose(ref: RowRef): Promise<Row | undefined>
  /** settled: what is kept of its pictures. */
  keep(ref: RowRef, archive: NonNullable<Row['archive']>): Promise<Row | undefined>
  /** settled ▶ finished: nothing is left to do about it. */
  finish(ref: RowRef): Promise<Row | undefined>
  /** accepted or lost ▶ deleted: forgets request, pictures and URLs; key, state and credits stay. */
  erase(ref: RowRef): Promise<Row | undefined>
  /**
   * Renews the name a proxy watches under for `lease` ms and takes over what nobody watches: tasks that are not finished,
   * newly taken ones only, and its own running ones that were deleted. A lease of 0 gives the name and its tasks up and
   * takes nothing. `undefined`: that name ran out, others may watch its tasks: come back under a fresh one.
   */
  watch(watch: { readonly owner: string; readonly lease: number }): Promise<readonly Row[] | undefined>
  /** ambiguous and claimed longer than `age` ms ago ▶ written off: hold becomes spent. How many. */
  writeOff(age: number): Promise<number>
  /** Forgets rows at rest for longer than `age` ms. A key that does not carry its own age keeps a stub for ever. How many. */
  prune(age: number): Promise<number>

  find(ref: RowRef): Promise<Row | undefined>
  /** The row a handle names: by upstream's id, else by the key's tag. Where nobody says whose it is, only by that id. */
  findByHandle(handle: HandleRef): Promise<Row | undefined>
  /** Tasks by name, in any order; those that are not there are left out. */
  findTasks(refs: readonly RowRef[]): Promise<readonly Row[]>
  /** The principal's tasks, newest first, without deleted ones. */
  list(wanted: {
    readonly principal: string
    readonly slot?: string | undefined
    readonly after?: Cursor | undefined
    readonly limit: number
  }): Promise<readonly Row[]>
  /** Rows that may have been charged and have no clear end, oldest first; of all principals where none is named. */
  unclear(wanted: { readonly principal?: string | undefined; readonly limit: number }): Promise<readonly Row[]>
  /** How long the tasks that succeeded last took, newest first. */
  durations(limit: number): Promise<readonly Duration[]>
  /** What has gone towards each cap. */
  budgets(caps: readonly ScopedCap[]): Promise<readonly Budget[]>
}
