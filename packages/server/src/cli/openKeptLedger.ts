import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from './openLedger.ts'
import { UsageError } from './UsageError.ts'

/** The ledger that --ledger names, where it outlives its process. @throws UsageError */
export async function openKeptLedger(command: string, choice: string | undefined): Promise<Ledger> {
  const ledger = choice === undefined ? undefined : await openLedger(choice)
  if (ledger === undefined || ledger === 'none' || ledger.durability === 'memory')
    throw new UsageError(`${command} is for a ledger that is kept: --ledger sqlite:FILE or postgres://…`)
  return ledger
}
