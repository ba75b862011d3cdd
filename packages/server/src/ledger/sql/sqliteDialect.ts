import { DatabaseSync } from 'node:sqlite'
import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteDialectConfig,
} from 'kysely'

/** ms to wait for another process that writes. */
const PATIENCE = 5000

/** Kysely's dialect for SQLite on `node:sqlite`; a transaction takes the write lock as it begins. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(open: () => DatabaseSync) {
    const config = { database: async () => toDatabase(open()) }
    super(config)
    this.#config = config
  }

  override createDriver() {
    return new ImmediateDriver(this.#config)
  }
}

/** A transaction that reads first and locks later would have to be begun again whenever another process was quicker. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** Opens a file so that what is committed is on disk. */
export function openDurable(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec(`pragma busy_timeout = ${PATIENCE}; pragma journal_mode = wal; pragma synchronous = full`)
  return database
}

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
