import { LimnError, STATUSES, TASK_STATUSES } from '@limn/core'
import type { Row } from '../ledger/ledger.ts'
import type { Call, Runtime } from '../runtime.ts'
import { tellRow, type Found } from './findTask.ts'

/** s a poll is held at most. */
const MAX_WAIT = 25

/** What is told in the end, and the header that says whether the poll could be held. */
interface Held {
  readonly found: readonly Found[]
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Holds a poll that asks for it (`Prefer: wait=N`) until one of its tasks has changed, N s at most. It is answered at once
 * where a task is settled or differs from `?seen=`, where nothing could be told of its changes or no place is left to wait in, and when the proxy closes.
 */
export async function holdUntilChange(call: Call, runtime: Runtime, found: readonly Found[]): Promise<Held> {
  const seconds = waitOf(call, MAX_WAIT)
  const seen = seenOf(call, found)
  const { watching, environment } = runtime
  if (seconds === undefined || !watching?.watcher.active) return { found, headers: {} }
  const rows = found.map(({ row }) => row).filter((row): row is Row => row !== undefined)
  if (rows.length < found.length) return { found, headers: {} }
  const headers = { 'preference-applied': `wait=${seconds}` }
  if (found.some((one, index) => isNews(one, seen[index]))) return { found, headers }
  const leave = call.hold()
  if (!leave) return { found, headers: {} }
  const deadline = new AbortController()
  const cancel = environment.after(seconds * 1000, () => deadline.abort())
  const { signal } = call.request
  if (signal.aborted) deadline.abort()
  else signal.addEventListener('abort', () => deadline.abort(), { once: true })
  await watching.changes.next(rows, deadline.signal)
  cancel()
  leave()
  const told = await Promise.all(found.map((one) => again(runtime, call, one)))
  return { found: told, headers }
}

const isNews = ({ task, error }: Found, seen: string | undefined) =>
  error !== undefined || STATUSES[task.status].settled || task.status !== seen

/** What is known by now of one that has a row. */
export async function again(runtime: Runtime, { user }: Call, before: Found): Promise<Found> {
  const { taskId = '' } = before.row!
  const watched = runtime.watching!.watcher.known({ principal: user.id, taskId })
  const current = watched ?? (await runtime.ledger!.find(before.row!).catch(() => undefined))
  return current ? tellRow(runtime, before.handle, current) : { ...before, degraded: true }
}

/** The N of `Prefer: wait=N` (RFC 7240), in s, `max` at most. */
export function waitOf({ request }: Call, max: number): number | undefined {
  const prefer = request.headers.get('prefer')
  const wait = prefer && /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(prefer)?.[1]
  return !wait || Number(wait) === 0 ? undefined : Math.min(max, Number(wait))
}

/** The status the caller holds of each task; @throws LimnError `invalid_request` when they are not as many. */
function seenOf({ request }: Call, found: readonly Found[]): readonly (string | undefined)[] {
  const given = request.search === '' ? null : new URLSearchParams(request.search).get('seen')
  if (given === null) return found.map(({ task }) => task?.status)
  const seen = given.split(',')
  if (seen.length === found.length && seen.every((word) => (TASK_STATUSES as readonly string[]).includes(word)))
    return seen
  throw new LimnError('invalid_request', '`seen` takes one of the five statuses for each task, divided by commas.')
}
