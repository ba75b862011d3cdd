import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Engine } from './engine.ts'
import { NodeSqliteDialect, openDurable } from './sqliteDialect.ts'
import type { Tables } from './tables.ts'

/** The engine of one file, opened at the first question. `now` (ms) is the machine's clock. */
export function createSqliteEngine(file: string, now: () => number): Engine {
  const db = new Kysely<Tables>({
    dialect: new NodeSqliteDialect(() => {
      mkdirSync(dirname(file), { recursive: true })
      return openDurable(file)
    }),
  })
  return {
    db,
    // A machine's clock can be set back; the ledger's never goes below the highest time it has written.
    clock: () => sql<number>`max(${now()}, (select clock from ledger))`,
    lockRows: false,
    write: (step) =>
      db.transaction().execute(async (trx) => {
        const { clock } = await trx
          .updateTable('ledger')
          .set({ clock: sql<number>`max(clock, ${now()})` })
          .returning('clock')
          .executeTakeFirstOrThrow()
        return step(trx, Number(clock))
      }),
    setUp: (step) => db.transaction().execute(step),
    isMissingTable: (error) => error instanceof Error && error.message.includes('no such table'),
    close: () => db.destroy(),
  }
}
