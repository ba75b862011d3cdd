import { FRESH_WATCH, LimnError } from '@limn/core'
import { refuse, type Answer } from '../answer.ts'
import type { OpenedHandle } from '../handle.ts'
import type { Ledger, Row } from '../ledger/ledger.ts'
import { isLive } from '../lease.ts'
import type { Call, Runtime } from '../runtime.ts'
import { pendingTask, toWireTask } from '../wireTask.ts'

/** `GET /tasks/{handle}`: one task. A handle that is not this caller's is answered like one that never was. */
export async function task({ segment, user, request }: Call, runtime: Runtime): Promise<Answer> {
  const { handles, environment, poller, line } = runtime
  const opened = await handles.open(segment, user.id, environment.now())
  if (!opened) return refuse(taskNotFound())
  const { row, degraded } = await rowOf(runtime, user.id, opened)
  const at = row?.acceptedAt ?? opened.at
  const fresh = /\bno-cache\b/i.test(request.headers.get('cache-control') ?? '')
  const seen = await poller.poll({ taskId: opened.taskId, at, row }, fresh)
  const trouble = degraded || seen.degraded === true
  if (seen.verdict === 'gone') return { ...refuse(taskNotFound()), degraded: trouble }
  // A 404 that does not count yet says only that upstream lags behind.
  if (seen.verdict === 'unread' && seen.error && seen.error.status !== 404)
    return { ...refuse(seen.error), degraded: trouble }
  const told = seen.task ?? pendingTask(opened.taskId, at, row?.request?.model ?? line.upstream.name)
  return { status: 200, body: toWireTask(told, segment, row), degraded: trouble }
}

/**
 * The task's row. A handle made since the row's create proves an acceptance that the ledger missed; one of another task,
 * or a ledger that fails, leaves the handle to speak for itself.
 */
async function rowOf({ ledger }: Runtime, principal: string, { taskId, keyTag, at }: OpenedHandle) {
  try {
    const row = await ledger?.findByHandle({ principal, taskId, keyTag })
    const missed = row && ledger && isMissed(row, at, ledger)
    const accepted = missed ? await ledger.accept(row, { taskId, watch: FRESH_WATCH, acceptedAt: at }) : row
    return { row: isTask(accepted) && accepted.taskId === taskId ? accepted : undefined, degraded: false }
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

const isTask = (row: Row | undefined): row is Row => row?.state === 'accepted' || row?.state === 'lost'

const taskNotFound = () => new LimnError('task_not_found', 'There is no such task.')
