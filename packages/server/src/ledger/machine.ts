import { FRESH_WATCH, STATUSES, TASK_STATUSES, keyTime, type Task, type Watch } from '@limn/core'
import { accountOf } from './accounts.ts'
import type { Accepted, Recorded } from './steps.ts'
import type { Claim, Fence, Refusal, Row, RowRef, RowState } from './ledger.ts'

/** A row as an engine keeps it. */
export interface Stored extends Row {
  /** ms. */
  readonly leaseUntil: number
  /** The accounts the credits are held and spent in: a row settles in the windows it was held in. */
  readonly accounts: readonly string[]
}

/** One edge of the ledger machine: from which states, on what condition, to what. An engine makes it atomic. */
export interface Edge {
  readonly from: readonly RowState[]
  readonly when?: (row: Stored) => boolean
  readonly to: (row: Stored, now: number) => Partial<Stored>
}

/** A silent attempt whose lease is over is ambiguous for every reader. */
export const judge = (row: Stored, now: number): Stored =>
  row.state === 'submitting' && row.leaseUntil <= now ? { ...row, state: 'ambiguous' } : row

/** The row behind the edge, or `undefined` where the edge does not hold. `row` has been judged. */
export function follow(ref: RowRef | Fence, { from, when, to }: Edge, row: Stored | undefined, now: number) {
  const holds = row && from.includes(row.state) && (!('attempt' in ref) || ref.attempt === row.attempt)
  return holds && (when?.(row) ?? true) ? { ...row, ...to(row, now) } : undefined
}

/** The row a claim makes of what is there, or `undefined` where it must stand as it is. */
export function claimRow(claim: Claim, row: Stored | undefined, now: number) {
  const { principal, key, keyTag, fingerprint, request, slot, cost, lease, caps } = claim
  if (row && (row.state !== 'retryable' || row.fingerprint !== fingerprint)) return undefined
  return {
    principal,
    key,
    keyTag,
    fingerprint,
    request,
    slot,
    state: 'submitting',
    attempt: (row?.attempt ?? 0) + 1,
    held: cost,
    spent: 0,
    // What could not be sent counts from when it is sent again: for quotas, and for the days it may stay unclear.
    createdAt: now,
    watch: FRESH_WATCH,
    leaseUntil: now + lease,
    accounts: [...new Set(caps.map((cap) => accountOf(cap, now)))],
  } satisfies Stored
}

/** The tombstone of a key, or `undefined` where the row must stand as it is. */
export function buryRow(ref: RowRef & { readonly keyTag: string }, row: Stored | undefined, now: number) {
  if (row && row.state !== 'retryable') return undefined
  const { principal, key, keyTag } = ref
  const blank = { principal, key, keyTag, attempt: 0, held: 0, spent: 0, createdAt: now, watch: FRESH_WATCH }
  return { ...blank, leaseUntil: 0, accounts: [], ...row, state: 'tombstone', settledAt: now } satisfies Stored
}

/** What pruning leaves of a row: nothing where the key carries its own age, else a stub. */
export function stubOf({ principal, key, keyTag, ...row }: Stored, before: number): Stored | undefined {
  if ((keyTime(key) ?? before) < before) return undefined
  const { attempt, held, spent, createdAt, leaseUntil, accounts } = row
  const stub = { principal, key, keyTag, attempt, held, spent, createdAt, leaseUntil, accounts }
  return { ...stub, watch: FRESH_WATCH, state: 'pruned' }
}

export const renewal = (lease: number): Edge => ({
  from: ['submitting'],
  to: (_, now) => ({ leaseUntil: now + lease }),
})

export const acceptance = ({ taskId, watch, credits, acceptedAt, watcher }: Accepted): Edge => ({
  from: ['submitting', 'ambiguous'],
  to: ({ held }, now) => ({
    state: 'accepted',
    taskId,
    watch,
    held: 0,
    spent: credits ?? held,
    acceptedAt: acceptedAt ?? now,
    settledAt: isSettled({ watch }) ? now : undefined,
    watcher,
  }),
})

export const rejection = (refusal: Refusal): Edge => ({
  from: ['submitting', 'ambiguous'],
  to: (_, now) => ({ state: 'rejected', refusal, held: 0, settledAt: now }),
})

export const RELEASE: Edge = { from: ['submitting'], to: () => ({ state: 'retryable', held: 0 }) }

export const DOUBT: Edge = { from: ['submitting'], to: () => ({ state: 'ambiguous' }) }

export const observation = ({ watch, credits, verdict, archive, finished }: Recorded): Edge => ({
  from: ['accepted', 'lost'],
  when: (row) => !isSettled(row),
  to: ({ state, spent, goneSince, deletedAt, watch: known }, now) => ({
    state: verdict === 'known' ? 'accepted' : state,
    watch: deletedAt === undefined ? forward(known, watch) : bare(forward(known, watch)),
    archive: deletedAt === undefined ? archive : undefined,
    spent: credits ?? spent,
    // A look that says nothing leaves it gone for as long as it was.
    goneSince: verdict === 'known' ? undefined : (goneSince ?? (verdict === 'gone' ? now : undefined)),
    settledAt: isSettled({ watch }) ? now : undefined,
    finishedAt: isSettled({ watch }) && finished ? now : undefined,
  }),
})

export const freshUrls = (data: Task['data']): Edge => ({
  from: ['accepted'],
  when: (row) => isSettled(row) && row.deletedAt === undefined,
  to: ({ watch }) => ({ watch: { ...watch, task: { ...watch.task!, data } } }),
})

export const LOSS: Edge = {
  from: ['accepted'],
  when: (row) => !isSettled(row),
  to: () => ({ state: 'lost', watcher: undefined }),
}

export const keeping = (archive: NonNullable<Row['archive']>): Edge => ({
  from: ['accepted'],
  when: (row) => isSettled(row) && row.deletedAt === undefined,
  to: () => ({ archive }),
})

export const FINISH: Edge = { from: ['accepted'], when: isSettled, to: (_, now) => ({ finishedAt: now }) }

export const ERASURE: Edge = {
  from: ['accepted', 'lost'],
  when: ({ deletedAt }) => deletedAt === undefined,
  to: ({ watch }, now) => ({ deletedAt: now, request: undefined, archive: undefined, watch: bare(watch) }),
}

/**
 * Whether a watcher is to be given a task about which something is left to do: nobody who is alive watches it, or it is the
 * watcher's own, runs, and has been deleted, maybe through another proxy.
 */
export const isGiven = (row: Row, owner: string, isAlive: (watcher: string) => boolean): boolean =>
  row.state === 'accepted' &&
  row.finishedAt === undefined &&
  (row.watcher === undefined ||
    !isAlive(row.watcher) ||
    (row.watcher === owner && row.deletedAt !== undefined && row.settledAt === undefined))

export const writingOff = (before: number): Edge => ({
  from: ['ambiguous'],
  when: ({ createdAt }) => createdAt < before,
  to: ({ held }) => ({ state: 'written_off', held: 0, spent: held }),
})

/** States that nothing changes any more by itself; `accepted` is one once its task is settled. */
export const AT_REST: readonly RowState[] = ['tombstone', 'retryable', 'rejected', 'written_off', 'lost']

/** Whether a row has been at rest since before `before` (ms). */
export const restsSince = (row: Row, before: number): boolean =>
  (AT_REST.includes(row.state) || (row.state === 'accepted' && isSettled(row))) &&
  (row.settledAt ?? row.createdAt) < before

/** A status that went backwards comes from an older look, maybe of another proxy: the task stays where it was. */
function forward({ task: known }: Watch, watch: Watch): Watch {
  const { task } = watch
  const isBehind = task && known && TASK_STATUSES.indexOf(task.status) < TASK_STATUSES.indexOf(known.status)
  return isBehind ? { ...watch, task: { ...task, status: known.status } } : watch
}

/** Without what a deleted task must not tell any more. */
const bare = ({ task, ...looks }: Watch): Watch => (task ? { ...looks, task: { ...task, data: [] } } : looks)

function isSettled({ watch }: { readonly watch: Watch }): boolean {
  return watch.task !== undefined && STATUSES[watch.task.status].settled
}
