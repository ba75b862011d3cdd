import { isLimnError } from '@limn/core'
import { reasonOf } from '../ledger/guardLedger.ts'
import { openKeptLedger } from './openKeptLedger.ts'
import { UsageError } from './UsageError.ts'

/** Makes the tables of the ledger that --ledger names, or moves them to this version. @throws UsageError */
export async function migrateLedger(choice: string | undefined): Promise<void> {
  const ledger = await openKeptLedger('migrate', choice)
  try {
    await ledger.migrate()
  } catch (error) {
    throw isLimnError(error) ? error : new UsageError(`The ledger’s tables could not be made: ${reasonOf(error)}`)
  } finally {
    await ledger.close()
  }
}
