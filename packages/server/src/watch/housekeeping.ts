import { AHEAD, RETENTION } from '../idempotencyKey.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** ms after which an unclear create counts as charged. */
const WRITE_OFF = 7 * 24 * 3_600_000

/**
 * Writes off what stayed unclear and forgets what is old, by the ledger's clock: a machine whose own is wrong forgets nothing
 * too soon. Never throws: the ledger tells of itself, and it is tried again.
 */
export async function keepHouse(ledger: Ledger): Promise<void> {
  await ledger.writeOff(WRITE_OFF).catch(() => 0)
  // By the clock of whoever is furthest behind: a key that may still be asked about keeps its row.
  await ledger.prune(RETENTION + AHEAD).catch(() => 0)
}
