import { sql, type Kysely, type Transaction } from 'kysely'
import type { HandleRef, RowRef } from '../ledger.ts'
import { AT_REST, judge, stubOf, type Stored } from '../machine.ts'
import { move } from './accounts.ts'
import type { Engine } from './engine.ts'
import { REST } from './migrations.ts'
import { toColumns, toStored } from './rows.ts'
import type { Tables } from './tables.ts'

const BATCH = 500

/** Reads and changes rows. Whatever reads a silent attempt whose lease is over writes down that it is ambiguous. */
export function createRowStore({ db, clock, lockRows, write }: Engine) {
  async function lock(trx: Transaction<Tables>, { principal, key }: RowRef): Promise<Stored | undefined> {
    const query = trx.selectFrom('generations').selectAll().where('principal', '=', principal).where('key', '=', key)
    const row = await query.$if(lockRows, (locked) => locked.forUpdate()).executeTakeFirst()
    return row && toStored(row)
  }

  /** A row as read without a lock; one that has to be judged ambiguous is locked and changed first. */
  async function judged(row: (Parameters<typeof toStored>[0] & { now: number | string }) | undefined) {
    if (!row) return undefined
    const stored = toStored(row)
    return judge(stored, Number(row.now)) === stored ? stored : change(stored, (current) => current)
  }

  /** The row behind `step`, in one transaction; `undefined` where it changes nothing. */
  const change = ({ principal, key }: RowRef, step: (row: Stored | undefined, now: number) => Stored | undefined) =>
    write(async (trx, now) => {
      const before = await lock(trx, { principal, key })
      const seen = before && judge(before, now)
      const after = step(seen, now)
      if (before && (after ?? seen) !== before) await replace(trx, before, after ?? seen!)
      if (before && after) await move(trx, before, after)
      return after
    })

  return {
    change,

    /** The clock alone, in ms. */
    now: async () => Number((await selectNow(db, clock())).now),

    /** The row that `make` makes of what is there, or what is there; `paid` takes part in the same transaction. */
    upsert: (
      ref: RowRef,
      make: (row: Stored | undefined, now: number) => Stored | undefined,
      paid?: (trx: Transaction<Tables>, now: number) => Promise<void>,
    ) =>
      write(async (trx, now) => {
        const fresh = make(undefined, now)!
        const inserted = await trx
          .insertInto('generations')
          .values(toColumns(fresh))
          .onConflict((conflict) => conflict.columns(['principal', 'key']).doNothing())
          .executeTakeFirst()
        const isNew = inserted.numInsertedOrUpdatedRows === 1n
        const before = isNew ? undefined : await lock(trx, ref)
        const seen = before && judge(before, now)
        const after = isNew ? fresh : make(seen, now)
        if (before && (after ?? seen) !== before) await replace(trx, before, after ?? seen!)
        if (after) await paid?.(trx, now)
        return { changed: after !== undefined, row: (after ?? seen)! }
      }),

    async find({ principal, key }: RowRef) {
      const query = db.selectFrom('generations').selectAll().select(clock().as('now'))
      return judged(await query.where('principal', '=', principal).where('key', '=', key).executeTakeFirst())
    },

    async findByHandle({ principal, taskId, keyTag }: HandleRef) {
      const query = db.selectFrom('generations').selectAll().select(clock().as('now'))
      const named =
        principal === undefined
          ? query.where('task_id', '=', taskId)
          : query
              .where(({ eb, or }) => or([eb('task_id', '=', taskId), eb('key_tag', '=', keyTag)]))
              // As an expression, so that SQLite does not read all that the principal has.
              .where(sql`principal || ''`, '=', principal)
      // What upstream calls it says more than what we call it; a row without a task sorts behind one with any.
      const best = named
        .orderBy(sql`case when task_id = ${taskId} then 0 else 1 end`)
        .orderBy(sql`case when key_tag = ${keyTag} then 0 else 1 end`)
      return judged(await best.limit(1).executeTakeFirst())
    },

    /** Forgets some rows at rest for longer than `age` ms, and the accounts of windows long over. How many rows. */
    forget: (age: number) =>
      write(async (trx, now) => {
        const before = now - age
        const query = trx
          .selectFrom('generations')
          .selectAll()
          .where(({ eb, or, and }) =>
            or([eb('state', 'in', AT_REST), and([eb('state', '=', 'accepted'), eb('settled_at', 'is not', null)])]),
          )
          .where(REST, '<', before)
          .where('state', '<>', sql.lit('pruned'))
        const ordered = query.orderBy(REST).limit(BATCH)
        // Whoever is at a row goes first, so that nobody who takes several waits for somebody who waits for him.
        const old = await ordered.$if(lockRows, (locked) => locked.forUpdate().skipLocked()).execute()
        for (const row of old.map(toStored)) {
          const stub = stubOf(row, before)
          // oxlint-disable-next-line no-await-in-loop -- one connection
          if (stub) await replace(trx, row, stub)
          // oxlint-disable-next-line no-await-in-loop -- one connection
          else
            await trx
              .deleteFrom('generations')
              .where('principal', '=', row.principal)
              .where('key', '=', row.key)
              .execute()
        }
        if (old.length === 0) await trx.deleteFrom('accounts').where('ends_at', '<', before).execute()
        return old.length
      }),
  }
}

/** One conditional change: another state or another attempt than was read changes nothing and undoes the whole. */
async function replace(trx: Transaction<Tables>, before: Stored, after: Stored): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('generations')
    .set(toColumns(after))
    .where('principal', '=', before.principal)
    .where('key', '=', before.key)
    .where('state', '=', before.state)
    .where('attempt', '=', before.attempt)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Error('a row was changed by somebody else while it was locked')
}

const selectNow = (db: Kysely<Tables>, now: ReturnType<Engine['clock']>) =>
  db.selectNoFrom(now.as('now')).executeTakeFirstOrThrow()
