import { sql, type Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Since when a row rests. */
export const REST = sql<number>`coalesce(settled_at, created_at)`

/** The steps from nothing to the tables as they are. Never change one that was released: add another. */
export const MIGRATIONS: readonly ((db: Kysely<Tables>) => Promise<void>)[] = [
  async (db) => {
    await db.schema
      .createTable('generations')
      .addColumn('principal', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('key_tag', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempt', 'bigint', (column) => column.notNull())
      .addColumn('fingerprint', 'text')
      .addColumn('request', 'text')
      .addColumn('slot', 'text')
      .addColumn('held', 'bigint', (column) => column.notNull())
      .addColumn('spent', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('accepted_at', 'bigint')
      .addColumn('settled_at', 'bigint')
      .addColumn('gone_since', 'bigint')
      .addColumn('lease_until', 'bigint', (column) => column.notNull())
      .addColumn('task_id', 'text')
      .addColumn('watch', 'text', (column) => column.notNull())
      .addColumn('refusal', 'text')
      .addColumn('accounts', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('generations_pkey', ['principal', 'key'])
      .addCheckConstraint('generations_credits', sql`held >= 0 and spent >= 0`)
      .execute()
    // What a handle names: upstream's id, else the key's tag.
    await db.schema.createIndex('generations_task_id').on('generations').column('task_id').execute()
    await db.schema.createIndex('generations_key_tag').on('generations').column('key_tag').execute()
    await db.schema
      .createTable('accounts')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('held', 'bigint', (column) => column.notNull())
      .addColumn('spent', 'bigint', (column) => column.notNull())
      .addColumn('ends_at', 'bigint')
      .addCheckConstraint('accounts_credits', sql`held >= 0 and spent >= 0`)
      .execute()
  },
  async (db) => {
    for (const column of ['status', 'watcher', 'archive'] as const)
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await db.schema.alterTable('generations').addColumn(column, 'text').execute()
    for (const column of ['finished_at', 'deleted_at'] as const)
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await db.schema.alterTable('generations').addColumn(column, 'bigint').execute()
    await db
      .updateTable('generations')
      .set({ finished_at: sql<number | null>`settled_at` })
      .where('state', '=', 'accepted')
      .execute()
    await db.schema.createIndex('generations_newest').on('generations').columns(['principal', 'created_at']).execute()
    await db.schema.createIndex('generations_settled').on('generations').column('settled_at').execute()
    await db.schema
      .createIndex('generations_unfinished')
      .on('generations')
      .column('state')
      .where(sql.ref('finished_at'), 'is', null)
      .execute()
    await db.schema
      .createTable('watchers')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .execute()
  },
  async (db) => {
    await db.schema.dropIndex('generations_unfinished').execute()
    await db.schema
      .createIndex('generations_unfinished')
      .on('generations')
      .columns(['state', 'principal'])
      .where(sql.ref('finished_at'), 'is', null)
      .execute()
    await db.schema
      .createIndex('generations_slot')
      .on('generations')
      .columns(['principal', 'slot', 'created_at'])
      .where(sql.ref('slot'), 'is not', null)
      .execute()
    // Stubs stay for ever, and are never looked for by their age.
    await db.schema
      .createIndex('generations_rest')
      .on('generations')
      .expression(REST)
      .where(sql.ref('state'), '<>', sql.lit('pruned'))
      .execute()
  },
]
