import { Kysely, PostgresDialect, sql, type PostgresPool, type RawBuilder } from 'kysely'
import type { PoolClient } from 'pg'
import type { Engine } from './engine.ts'
import type { Tables } from './tables.ts'

/** The database's own clock, in ms, as the statement begins. */
const CLOCK = sql<string>`(extract(epoch from clock_timestamp()) * 1000)::bigint`

/**
 * What a writing transaction needs whoever configured the server: its commit is on disk, it waits for nobody for ever, and
 * a proxy that vanishes in the middle of one does not keep the others out.
 */
const settings = sql`
  case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', true) end,
  set_config('lock_timeout', '10s', true),
  set_config('idle_in_transaction_session_timeout', '10s', true)`

/** As much of a `Pool` of pg as an engine needs. */
export interface Connections {
  readonly options: object
  connect(): Promise<PoolClient>
  end(): Promise<void>
}

/** The engine of one schema. `clock` gives the time in ms. */
export function createPostgresEngine(
  pool: Connections,
  { schema, owned, clock = () => CLOCK }: { schema: string; owned: boolean; clock?: () => RawBuilder<number | string> },
): Engine {
  const all = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: enduring(pool) }) })
  const db = all.withSchema(schema)
  return {
    db,
    clock,
    lockRows: true,
    write: (step) =>
      db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (trx) => {
          const { rows } = await sql<{ now: string }>`select ${clock()} as now, ${settings}`.execute(trx)
          return step(trx, Number(rows[0]!.now))
        }),
    setUp: (step) =>
      db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtext(${`limn ${schema}`}))`.execute(trx)
        await trx.schema.createSchema(schema).ifNotExists().execute()
        await step(trx)
      }),
    isMissingTable: (error) => error instanceof Error && 'code' in error && error.code === '42P01',
    close: async () => (owned ? all.destroy() : undefined),
  }
}

/** A connection that breaks while it is out of the pool and between two queries fails the next one; unheard, it would end the process. */
const enduring = (pool: Connections): PostgresPool => ({
  options: pool.options,
  async connect() {
    const client = await pool.connect()
    if (client.listenerCount('error') === 0) client.on('error', () => {})
    return client
  },
  end: () => pool.end(),
})
