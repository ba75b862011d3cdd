import type { Environment } from '../environment.ts'
import { AHEAD, RETENTION } from '../idempotencyKey.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** ms after which an unclear create counts as charged. */
const WRITE_OFF = 7 * 24 * 3_600_000

/** Writes off what stayed unclear and forgets what is old. Never throws: the ledger tells of itself, and it is tried again. */
export async function keepHouse({ now }: Environment, ledger: Ledger): Promise<void> {
  await ledger.writeOff(now() - WRITE_OFF).catch(() => 0)
  // By the clock of whoever is furthest behind: a key that may still be asked about keeps its row.
  await ledger.prune(now() - RETENTION - AHEAD).catch(() => 0)
}
