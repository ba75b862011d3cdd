import type { GenerationRequest } from '@limn/core'
import { NO_FLAGS, RECORD_VERSION, type JournalRecord } from '../journal/record.ts'

/** Where a record belongs, and how many may run there. */
export type Place = Pick<JournalRecord, 'slot' | 'scope' | 'concurrency' | 'whenBusy'>

/** What equal requests are looked for in. */
export const scopeOf = ({ slot, scope }: Place): string => (slot === undefined ? `hook ${scope ?? ''}` : `slot ${slot}`)

/** A generation that was asked for just now, or at `now` (ms since the epoch). */
export function freshRecord(
  key: string,
  request: GenerationRequest,
  { slot, scope, concurrency = Infinity, whenBusy }: Place,
  now = Date.now(),
): JournalRecord {
  return {
    version: RECORD_VERSION,
    key,
    slot,
    scope,
    // Infinity is none that JSON knows.
    ...(concurrency < Infinity && { concurrency, whenBusy }),
    request,
    phase: 'queued',
    flags: NO_FLAGS,
    createdAt: now,
    place: now,
    empty: 0,
    missing: 0,
  }
}
