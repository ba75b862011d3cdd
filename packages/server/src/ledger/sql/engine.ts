import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** What is different from one database to the next; the rest of the ledger is the same SQL on all of them. */
export interface Engine {
  /** In the schema of the ledger. */
  readonly db: Kysely<Tables>
  /** The ledger's clock as an expression, in ms. */
  readonly clock: () => RawBuilder<number | string>
  /** Whether a row that is read must be locked; where one transaction writes at a time it is already. */
  readonly lockRows: boolean
  /** One transaction, on disk once this resolves. `now` is its time by the ledger's clock, in ms. */
  write<T>(step: (db: Transaction<Tables>, now: number) => Promise<T>): Promise<T>
  /** One transaction that only one process at a time can be in, where the schema exists. */
  setUp(step: (db: Transaction<Tables>) => Promise<void>): Promise<void>
  /** Whether an error says that a table is missing. */
  isMissingTable(error: unknown): boolean
  close(): Promise<void>
}
