import { parseArgs } from 'node:util'
import type { RowRef } from '../ledger/ledger.ts'
import { LEDGER_CHOICES, isLedgerChoice } from './openLedger.ts'
import { UsageError } from './UsageError.ts'

/** What became of one create, as the operator has found out; without one, all are listed. */
export interface ResolveFlags {
  readonly ledger: string | undefined
  readonly found?: RowRef & { readonly taskId: string | undefined }
  readonly help: boolean
}

const OPTIONS = {
  ledger: { type: 'string' as const },
  principal: { type: 'string' as const },
  key: { type: 'string' as const },
  accepted: { type: 'string' as const },
  rejected: { type: 'boolean' as const, default: false },
  help: { type: 'boolean' as const, default: false },
}

/** Reads what stands behind `resolve`. @throws UsageError */
export function readResolveFlags(args: readonly string[]): ResolveFlags {
  const { ledger, principal, key, accepted, rejected, help } = parse(args)
  if (ledger !== undefined && !isLedgerChoice(ledger)) throw new UsageError(`--ledger must be ${LEDGER_CHOICES}.`)
  const asked = [principal, key, accepted].some((value) => value !== undefined) || rejected
  if (!asked) return { ledger, help }
  if (principal === undefined || key === undefined || (accepted !== undefined) === rejected || accepted === '')
    throw new UsageError(
      'To settle one, name it and say what became of it: --principal P --key K and either --accepted TASK_ID or --rejected.',
    )
  return { ledger, help, found: { principal, key, taskId: accepted } }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
