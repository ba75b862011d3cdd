import type { Transaction } from 'kysely'
import type { Row } from '../ledger.ts'
import type { Engine } from './engine.ts'
import { toStored } from './rows.ts'
import type { Tables } from './tables.ts'

/** Names of watchers are kept for so many ms after they ran out. */
const REMEMBERED = 24 * 3_600_000

/** Renews a watcher's name and gives it the tasks that nobody watches; `undefined` once the name has run out. */
export const takeWatch = (
  { write, lockRows }: Engine,
  { owner, lease }: { readonly owner: string; readonly lease: number },
): Promise<readonly Row[] | undefined> =>
  write(async (trx, now) => {
    // One watcher after the other, so that each sees what the last one took.
    await trx
      .selectFrom('ledger')
      .select('id')
      .$if(lockRows, (locked) => locked.forUpdate())
      .execute()
    const known = await trx.selectFrom('watchers').select('until').where('id', '=', owner).executeTakeFirst()
    if (known && Number(known.until) <= now) return undefined
    await trx
      .insertInto('watchers')
      .values({ id: owner, until: now + lease })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ until: now + lease }))
      .execute()
    await trx
      .deleteFrom('watchers')
      .where('until', '<', now - REMEMBERED)
      .execute()
    return lease === 0 ? [] : takeFree(trx, owner, now)
  })

async function takeFree(trx: Transaction<Tables>, owner: string, now: number): Promise<readonly Row[]> {
  const alive = trx.selectFrom('watchers').select('id').where('until', '>', now)
  const rows = await trx
    .updateTable('generations')
    .set({ watcher: owner })
    .where('state', '=', 'accepted')
    .where('finished_at', 'is', null)
    .where(({ eb, or, and }) =>
      or([
        eb('watcher', 'is', null),
        eb('watcher', 'not in', alive),
        and([eb('watcher', '=', owner), eb('deleted_at', 'is not', null), eb('settled_at', 'is', null)]),
      ]),
    )
    .returningAll()
    .execute()
  return rows.map(toStored)
}
