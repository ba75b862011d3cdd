import { MIN_POLL, nextPoll } from '@limn/core'
import type { Core } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'

/** ms from now to the next look at a running one, after so many failures in a row: by `Retry-After`, the app, or the schedule. */
export function intervalOf(
  { options, known }: Core,
  { request, acceptedAt, createdAt }: JournalRecord,
  failures: number,
  retryAfter?: number,
): number {
  const { pollInterval } = options
  const usual = known.get().typicalSeconds
  const age = Math.max(0, Date.now() - (acceptedAt ?? createdAt))
  if (pollInterval === undefined || retryAfter !== undefined) return nextPoll({ age, failures, usual, retryAfter })
  const poll = { age, attempt: failures, request, ...(usual && { usual: usual.p50 * 1000 }) }
  return Math.max(MIN_POLL, typeof pollInterval === 'number' ? pollInterval : pollInterval(poll))
}
