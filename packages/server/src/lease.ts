import type { Environment } from './environment.ts'
import type { Fence, Ledger } from './ledger/ledger.ts'

const RENEWAL = 5000

/** Renews the lease of an attempt every 5 s until it is stopped, by whatever the ledger says. */
export function keepLease(ledger: Ledger, { principal, key, attempt }: Fence, lease: number, environment: Environment) {
  const renew = () => {
    // A lease that cannot be renewed runs out: the row becomes ambiguous, which is the safe side.
    void ledger.renew({ principal, key, attempt }, lease).catch(() => false)
    cancel = environment.after(RENEWAL, renew)
  }
  let cancel = environment.after(RENEWAL, renew)
  return { stop: () => cancel() }
}
