import type { Feature } from '@limn/core'
import type { Runtime } from '../runtime.ts'

/** What this proxy offers beyond the API's own two routes. */
export function featuresOf({ ledger, watching, listed }: Runtime): readonly Feature[] {
  const offers: Partial<Record<Feature, boolean>> = {
    idempotency: ledger !== undefined,
    batch: true,
    hold: watching?.watcher.active === true,
    list: listed,
    delete: ledger !== undefined,
  }
  return (Object.keys(offers) as Feature[]).filter((feature) => offers[feature])
}
