import type { Cursor, Duration } from './steps.ts'
import type { Row } from './ledger.ts'

/** Whether a row is in its owner's list. */
export const isListed = ({ state, deletedAt }: Row): boolean =>
  (state === 'accepted' || state === 'lost') && deletedAt === undefined

/** Whether a row stands behind a place in the list. */
export const isAfter = (row: Cursor, { createdAt, key }: Cursor): boolean =>
  row.createdAt < createdAt || (row.createdAt === createdAt && row.key < key)

/** What a row teaches about how long tasks take; undefined where it teaches nothing. */
export function toDuration(row: Row): (Duration & { settledAt: number }) | undefined {
  const { watch, acceptedAt, settledAt, request } = row
  if (watch.task?.status !== 'succeeded' || acceptedAt === undefined || settledAt === undefined || !request)
    return undefined
  return {
    size: request.size,
    quality: request.quality,
    seconds: Math.max(0, settledAt - acceptedAt) / 1000,
    settledAt,
  }
}
