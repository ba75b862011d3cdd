import type { Transaction } from 'kysely'
import type { Claim } from '../ledger.ts'
import { countedSince, waitFor } from '../quota.ts'
import type { Tables } from './tables.ts'

/** Thrown to undo a claim that its quota has no place for. */
export class NoPlace extends Error {
  readonly retryAfter: number
  constructor(retryAfter: number) {
    super()
    this.retryAfter = retryAfter
  }
}

/** Counts what the principal has under way, one claim of a principal after the other. @throws NoPlace */
export async function checkQuota(db: Transaction<Tables>, { quota, principal, key }: Claim, now: number) {
  if (quota?.running === undefined && quota?.creates === undefined) return
  await takeTurn(db, principal, now)
  const others = db.selectFrom('generations').where('principal', '=', principal).where('key', '!=', key)
  // What is finished does not run; said, an index of what is not can be used.
  const { running } = await others
    .where('finished_at', 'is', null)
    .where('state', 'in', ['submitting', 'accepted'])
    .where(({ eb, or, and }) =>
      or([
        and([eb('state', '=', 'submitting'), eb('lease_until', '>', now)]),
        and([eb('state', '=', 'accepted'), eb('settled_at', 'is', null)]),
      ]),
    )
    .select(({ fn }) => fn.countAll<number | string>().as('running'))
    .executeTakeFirstOrThrow()
  const creates = quota.creates
    ? await others
        .where('state', 'not in', ['tombstone', 'pruned'])
        .where('created_at', '>', countedSince(quota.creates, now))
        .orderBy('created_at', 'desc')
        .limit(Math.max(1, quota.creates.max))
        .select('created_at')
        .execute()
    : []
  const made = creates.map(({ created_at }) => Number(created_at))
  const retryAfter = waitFor(quota, { running: Number(running), creates: made }, now)
  if (retryAfter !== undefined) throw new NoPlace(retryAfter)
}

/** A row that is locked until the claim is on disk; its name stands outside of what caps are counted in. It is forgotten like an old window. */
const takeTurn = (db: Transaction<Tables>, principal: string, now: number) =>
  db
    .insertInto('accounts')
    .values({ name: `quota::principal:${principal}`, held: 0, spent: 0, ends_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ ends_at: now }))
    .execute()
