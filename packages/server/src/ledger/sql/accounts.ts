import type { Transaction } from 'kysely'
import { accountOf, resetOf } from '../accounts.ts'
import type { ScopedCap } from '../caps.ts'
import type { Stored } from '../machine.ts'
import type { Tables } from './tables.ts'

/** Thrown to undo a claim that one cap has no room for. */
export class NoRoom extends Error {}

/**
 * Holds credits under all caps or, by {@link NoRoom}, under none. Everyone takes the accounts in one order, after the row,
 * so nobody waits for somebody who waits for him.
 */
export async function hold(db: Transaction<Tables>, caps: readonly ScopedCap[], cost: number, now: number) {
  const tightest = new Map<string, ScopedCap>()
  for (const cap of caps) {
    const name = accountOf(cap, now)
    if (cap.credits < (tightest.get(name)?.credits ?? Infinity)) tightest.set(name, cap)
  }
  for (const name of [...tightest.keys()].toSorted()) {
    const { credits, per } = tightest.get(name)!
    // oxlint-disable-next-line no-await-in-loop -- one lock after the other
    const held = await db
      .insertInto('accounts')
      .values({ name, held: cost, spent: 0, ends_at: resetOf(per, now) ?? null })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet(({ eb }) => ({ held: eb('accounts.held', '+', cost) }))
          .where(({ eb }) => eb(eb('accounts.held', '+', eb('accounts.spent', '+', cost)), '<=', credits)),
      )
      .returning('held')
      .executeTakeFirst()
    if (!held || cost > credits) throw new NoRoom()
  }
}

/** Moves a row's credits in its accounts by what changed, in the order of {@link hold}. */
export async function move(db: Transaction<Tables>, before: Stored, after: Stored): Promise<void> {
  const [held, spent] = [after.held - before.held, after.spent - before.spent]
  if (held === 0 && spent === 0) return
  for (const name of [...before.accounts].toSorted())
    // oxlint-disable-next-line no-await-in-loop -- one lock after the other
    await db
      .updateTable('accounts')
      .set(({ eb }) => ({ held: eb('held', '+', held), spent: eb('spent', '+', spent) }))
      .where('name', '=', name)
      .execute()
}
