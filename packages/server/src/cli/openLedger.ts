import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { UsageError } from './UsageError.ts'

const SQLITE = 'sqlite:'

/** What --ledger may say, for people. */
export const LEDGER_CHOICES = 'memory, sqlite:FILE, postgres://USER@HOST/DATABASE or none'

export const isLedgerChoice = (choice: string): boolean =>
  choice === 'memory' || choice === 'none' || isPostgres(choice) || (isSqlite(choice) && choice.length > SQLITE.length)

/** The ledger that --ledger names; only the database that is asked for is loaded. @throws UsageError when its package is missing. */
export async function openLedger(choice: string): Promise<Ledger | 'none'> {
  if (choice === 'none') return 'none'
  if (isPostgres(choice)) return (await loadPostgres())(choice)
  if (!isSqlite(choice)) return memoryLedger()
  const { sqliteLedger } = await import('../sqlite.ts')
  return sqliteLedger(choice.slice(SQLITE.length))
}

const isPostgres = (choice: string) => /^postgres(ql)?:\/\//.test(choice)
const isSqlite = (choice: string) => choice.startsWith(SQLITE)

async function loadPostgres() {
  try {
    return (await import('../postgres.ts')).postgresLedger
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    throw new UsageError('--ledger postgres://… needs the package pg beside @limn/server: npm install pg')
  }
}
