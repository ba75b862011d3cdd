import { STATUSES, toRequest, type Task } from '@limn/core'
import { NO_FLAGS, RECORD_VERSION, type JournalRecord } from './journal/record.ts'

/**
 * What a browser knows of a task that it only finds in the proxy's list, such as one of another device; undefined where the
 * list names no key. `clockOffset`: ms, the proxy's clock minus this one's. How long a settled one took is not said.
 */
export function listedRecord(task: Task, clockOffset = 0): JournalRecord | undefined {
  const { key, slot, request = toRequest({ prompt: '' }) } = task
  if (key === undefined) return undefined
  const at = task.created * 1000 - clockOffset
  return {
    version: RECORD_VERSION,
    key,
    slot,
    request,
    phase: 'accepted',
    flags: NO_FLAGS,
    createdAt: at,
    place: at,
    sentAt: at,
    acceptedAt: at,
    ...(STATUSES[task.status].settled && { settledAt: at }),
    task,
    empty: 0,
    missing: 0,
  }
}
