import { LimnError } from '@limn/core'
import { Pool } from 'pg'
import type { Ledger } from './ledger/ledger.ts'
import { createPostgresEngine, type Connections } from './ledger/sql/postgresEngine.ts'
import { sqlLedger } from './ledger/sql/sqlLedger.ts'

/** How a ledger lives in a database. */
export interface PostgresLedgerOptions {
  /** The schema its tables are in; `migrate()` creates it. @default 'limn' */
  schema?: string | undefined
}

/**
 * A durable ledger in Postgres, for any number of proxies on any number of machines. Leases and windows go by the database's
 * clock. A pool of yours stays yours: `close()` ends only the one made here of a URL, such as `postgres://user@host/app`.
 * A URL that is not set is told by `proxy.ready()`, not here: a build has no secrets.
 */
export function postgresLedger(pool: Pool | string, { schema = 'limn' }: PostgresLedgerOptions = {}): Ledger {
  if (!pool) return sqlLedger(createPostgresEngine(nowhere, { schema, owned: false }))
  if (typeof pool !== 'string') return sqlLedger(createPostgresEngine(pool, { schema, owned: false }))
  const own = new Pool({
    connectionString: pool,
    connectionTimeoutMillis: 5000,
    query_timeout: 15_000,
    keepAlive: true,
  })
  // An idle connection that breaks is not an event: whoever needs one next gets another.
  own.on('error', () => {})
  return sqlLedger(createPostgresEngine(own, { schema, owned: true }))
}

const nowhere: Connections = {
  options: {},
  connect: async () => {
    throw new LimnError(
      'proxy_misconfigured',
      'postgresLedger was given no database: set the environment variable that its URL is read from. Nothing was sent.',
    )
  },
  end: async () => {},
}
