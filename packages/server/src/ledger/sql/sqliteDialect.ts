import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteDialectConfig,
} from 'kysely'

/** ms to wait for whoever else writes. */
const PATIENCE = 10_000

/** Kysely's dialect for SQLite on `node:sqlite`; a transaction takes the write lock as it begins. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(open: () => DatabaseSync) {
    const config = { database: async () => toDatabase(await patiently(open)) }
    super(config)
    this.#config = config
  }

  override createDriver() {
    return new ImmediateDriver(this.#config)
  }
}

/** A transaction that reads first and locks later would have to be begun again whenever another writer was quicker. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text))
    // SQLite itself would wait asleep, and with it this process, in which the other writer may be.
    await run('pragma busy_timeout = 0')
    await patiently(() => run('begin immediate'))
    await run(BUSY_TIMEOUT)
  }
}

/** What nothing but a recovery or a checkpoint of another process can hold up, ms. */
const BUSY_TIMEOUT = 'pragma busy_timeout = 1000'

/** Opens a file so that what is committed is on disk. */
export function openDurable(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec(`${BUSY_TIMEOUT}; pragma journal_mode = wal; pragma synchronous = full`)
  return database
}

/** Tries until nobody else is in the way. */
async function patiently<T>(attempt: () => T | Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
    }
    // oxlint-disable-next-line no-await-in-loop -- uneven, so that two do not keep pace
    await setTimeout(1 + Math.random() * 4)
  }
}

/** SQLITE_BUSY, whatever its extension. */
const isBusy = (error: unknown) =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5

/** What Kysely asks of a database. A statement is compiled once. */
function toDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  const prepare = (text: string) => {
    const statement = database.prepare(text)
    const values = (parameters: readonly unknown[]) => parameters as (string | number | null)[]
    return {
      reader: statement.columns().length > 0,
      all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
      run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
      iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
    }
  }
  return {
    close: () => database.close(),
    prepare(text) {
      const known = statements.get(text) ?? prepare(text)
      statements.set(text, known)
      return known
    },
  }
}
