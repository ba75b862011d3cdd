import { FRESH_WATCH, LimnError, type Task } from '@limn/core'
import type { OpenedHandle } from '../handle.ts'
import type { Ledger, Row } from '../ledger/ledger.ts'
import { isLive } from '../lease.ts'
import type { Call, Runtime } from '../runtime.ts'
import { isSettled } from '../watch/finish.ts'
import { pendingTask } from '../wireTask.ts'

/** What is known of one handle: the task to tell, or why there is none. */
export type Found = { readonly handle: string; readonly row?: Row | undefined; readonly degraded: boolean } & (
  | { readonly task: Task; readonly error?: undefined }
  | { readonly error: LimnError; readonly task?: undefined }
)

/** The task of a handle, for this caller. A handle that is not theirs is answered like one that never was. */
export async function findTask(runtime: Runtime, call: Call, handle: string, fresh = false): Promise<Found> {
  const { handles, environment, watching } = runtime
  const { id: principal } = call.user
  const opened = await handles.open(handle, principal, environment.now())
  if (!opened) return { handle, error: taskNotFound(), degraded: false }
  const watched = watching?.watcher.known({ principal, taskId: opened.taskId })
  // Every browser says no-cache with a read that it must not store: only what has ended is asked for anew.
  const isToldAsKnown = (row: Row) => !fresh || !isOver(row)
  if (watched && isToldAsKnown(watched)) return tellRow(runtime, handle, watched)
  const { row, degraded } = await rowOf(runtime, principal, opened)
  if (row?.deletedAt !== undefined) return { handle, error: taskNotFound(), degraded }
  // Whoever watches it will write down what changes.
  if (row && watching?.watcher.active && isToldAsKnown(row)) return tellRow(runtime, handle, row)
  return pollTask(runtime, call, { handle, opened, row, degraded, fresh })
}

/** Whether nobody looks for news of a row any more, or upstream no longer knows its task. */
const isOver = (row: Row) => isSettled(row) || row.state === 'lost' || row.goneSince !== undefined

/** What a row tells by itself. */
export function tellRow(runtime: Runtime, handle: string, row: Row): Found {
  const { state, goneSince, deletedAt } = row
  const gone = state === 'lost' || (goneSince !== undefined && !isSettled(row))
  if (gone || deletedAt !== undefined) return { handle, row, error: taskNotFound(), degraded: false }
  return { handle, row, task: taskOfRow(runtime, row), degraded: false }
}

/** What a row of the caller's list tells, under the handle that its create was answered with. */
export async function findRow(runtime: Runtime, row: Row): Promise<Found> {
  const { principal, key, taskId = '', acceptedAt = row.createdAt } = row
  const handle = await runtime.handles.seal({ taskId, principal, key, at: acceptedAt })
  return { handle, row, task: taskOfRow(runtime, row), degraded: false }
}

/** A row's task as last known. */
export const taskOfRow = ({ line }: Runtime, { watch, taskId = '', request, acceptedAt, createdAt }: Row): Task =>
  watch.task ?? pendingTask(taskId, acceptedAt ?? createdAt, request?.model ?? line.upstream.name)

interface Asked {
  readonly handle: string
  readonly opened: OpenedHandle
  readonly row: Row | undefined
  readonly degraded: boolean
  readonly fresh: boolean
}

async function pollTask(runtime: Runtime, call: Call, asked: Asked): Promise<Found> {
  const { handle, opened, row, fresh } = asked
  const at = row?.acceptedAt ?? opened.at
  const seen = await runtime.poller.poll({ taskId: opened.taskId, at, row }, fresh)
  const { verdict, task, error, row: after = row } = seen
  const degraded = asked.degraded || seen.degraded === true
  if (after && isSettled(after) && !runtime.watching?.watcher.active) void call.keep(runtime.watching!.finish(after))
  if (verdict === 'gone') return { handle, row: after, error: taskNotFound(), degraded }
  // A 404 that does not count yet says only that upstream lags behind.
  if (verdict === 'unread' && error && error.status !== 404) return { handle, row: after, error, degraded }
  const model = row?.request?.model ?? runtime.line.upstream.name
  return { handle, row: after, task: task ?? pendingTask(opened.taskId, at, model), degraded }
}

/**
 * The task's row. A handle made since the row's create proves an acceptance that the ledger missed; one of another task,
 * or a ledger that fails, leaves the handle to speak for itself.
 */
async function rowOf({ ledger, watching }: Runtime, principal: string, opened: OpenedHandle) {
  const { taskId, keyTag, at } = opened
  try {
    const row = await ledger?.findByHandle({ principal, taskId, keyTag })
    if (!row || !ledger || !isMissed(row, at, ledger)) return { row: taskRow(row, taskId), degraded: false }
    const watcher = watching?.watcher.owner
    const accepted = await ledger.accept(row, { taskId, watch: FRESH_WATCH, acceptedAt: at, watcher })
    if (accepted) watching?.watcher.add(accepted)
    return { row: taskRow(accepted, taskId), degraded: false }
  } catch {
    return { row: undefined, degraded: true }
  }
}

/**
 * Whether the ledger missed what this handle proves. It is never proof about a create that is under way, nor, in a ledger
 * that forgets, about a row that is newer; one that is kept has one row a key for ever, and its clock need not be ours.
 */
const isMissed = (row: Row, at: number, ledger: Ledger) =>
  (row.state === 'ambiguous' || row.state === 'submitting') &&
  !isLive(ledger, row) &&
  (ledger.durability === 'durable' || at >= row.createdAt)

const taskRow = (row: Row | undefined, taskId: string) =>
  (row?.state === 'accepted' || row?.state === 'lost') && row.taskId === taskId ? row : undefined

export const taskNotFound = () => new LimnError('task_not_found', 'There is no such task.')
