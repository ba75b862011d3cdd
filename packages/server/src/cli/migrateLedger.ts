import { isLimnError } from '@limn/core'
import { reasonOf } from '../ledger/guardLedger.ts'
import { openLedger } from './openLedger.ts'
import { UsageError } from './UsageError.ts'

/** Makes the tables of the ledger that --ledger names, or moves them to this version. @throws UsageError */
export async function migrateLedger(choice: string | undefined): Promise<void> {
  const ledger = choice === undefined ? undefined : await openLedger(choice)
  if (ledger === undefined || ledger === 'none' || ledger.durability === 'memory')
    throw new UsageError('migrate is for a ledger that is kept: --ledger sqlite:FILE or postgres://…')
  try {
    await ledger.migrate()
  } catch (error) {
    throw isLimnError(error) ? error : new UsageError(`The ledger’s tables could not be made: ${reasonOf(error)}`)
  } finally {
    await ledger.close()
  }
}
