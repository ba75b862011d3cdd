import type { Environment } from './environment.ts'
import type { Fence, Ledger, RowRef } from './ledger/ledger.ts'

const RENEWAL = 5000

const live = new WeakMap<Ledger, Set<string>>()

/** Renews the lease of an attempt every 5 s until it is stopped, by whatever the ledger says. */
export function keepLease(ledger: Ledger, { principal, key, attempt }: Fence, lease: number, environment: Environment) {
  const ours = live.get(ledger) ?? new Set()
  live.set(ledger, ours.add(nameOf({ principal, key })))
  const renew = () => {
    // A lease that cannot be renewed runs out: the row becomes ambiguous, which is the safe side.
    void ledger.renew({ principal, key, attempt }, lease).catch(() => false)
    cancel = environment.after(RENEWAL, renew)
  }
  let cancel = environment.after(RENEWAL, renew)
  return {
    stop() {
      cancel()
      ours.delete(nameOf({ principal, key }))
    },
  }
}

/** Whether an attempt of this row is under way in this process. */
export const isLive = (ledger: Ledger, row: RowRef): boolean => live.get(ledger)?.has(nameOf(row)) ?? false

const nameOf = ({ principal, key }: RowRef) => JSON.stringify([principal, key])
