import type { Ledger } from './ledger/ledger.ts'
import { sqlLedger } from './ledger/sql/sqlLedger.ts'
import { createSqliteEngine } from './ledger/sql/sqliteEngine.ts'

/**
 * A durable ledger in one file, for any number of proxies on one machine (Node 22.13 or newer, a local disk). What it has
 * promised is on disk (WAL, `synchronous=FULL`). The file and its folder are made as needed; its tables by `migrate()`.
 */
export const sqliteLedger = (file: string): Ledger => sqlLedger(createSqliteEngine(file, () => Date.now()))
