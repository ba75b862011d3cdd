import type { Quota } from './caps.ts'
import type { Claim, Row } from './ledger.ts'

const SECOND = 1000
const WINDOWS = { minute: 60 * SECOND, hour: 3600 * SECOND, day: 86_400 * SECOND }
/** A task ends some time; when, nobody knows. */
const LOOK_AGAIN = 5 * SECOND

/** Since when creates count, in ms. */
export const countedSince = ({ per }: NonNullable<Quota['creates']>, now: number): number => now - WINDOWS[per]

/**
 * ms until the quota may have room again; undefined while it has. `running`: tasks of the principal under way. `creates`:
 * when it made those that count, newest first, in ms.
 */
export function waitFor(
  { running: mayRun, creates: mayCreate }: Quota,
  { running, creates }: { readonly running: number; readonly creates: readonly number[] },
  now: number,
): number | undefined {
  const waits = [
    mayRun !== undefined && running >= mayRun ? LOOK_AGAIN : undefined,
    mayCreate && creates.length >= mayCreate.max
      ? Math.max(1, (creates[mayCreate.max - 1] ?? now) - countedSince(mayCreate, now))
      : undefined,
  ].filter((wait) => wait !== undefined)
  return waits.length > 0 ? Math.max(...waits) : undefined
}

/** Whether a row takes one of the places of `running`. */
const isRunning = ({ state, settledAt }: Row): boolean =>
  state === 'submitting' || (state === 'accepted' && settledAt === undefined)

/** Whether a row is one of the `creates`. */
const isCreate = ({ state }: Row): boolean => state !== 'tombstone' && state !== 'pruned'

/** {@link waitFor} by the principal's other rows. */
export function overQuota({ quota, principal, key }: Claim, rows: readonly Row[], now: number): number | undefined {
  if (!quota) return undefined
  const others = rows.filter((row) => row.principal === principal && row.key !== key)
  const since = quota.creates ? countedSince(quota.creates, now) : now
  const creates = others.filter((row) => isCreate(row) && row.createdAt > since).map(({ createdAt }) => createdAt)
  return waitFor(quota, { running: others.filter(isRunning).length, creates: creates.toSorted((a, b) => b - a) }, now)
}
