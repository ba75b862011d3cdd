import type { Feature, RequestLimits } from '@limn/core'
import type { Runtime } from '../runtime.ts'

/** What this proxy offers beyond the API's own two routes. */
export async function featuresOf(runtime: Runtime, limits: RequestLimits): Promise<readonly Feature[]> {
  const { ledger, watching, listed, references, thumbnails } = runtime
  const offers: Partial<Record<Feature, boolean>> = {
    idempotency: ledger !== undefined,
    batch: true,
    hold: watching?.watcher.active === true,
    stream: watching?.watcher.active === true,
    list: listed,
    images: runtime.images !== undefined,
    thumbnails: runtime.images !== undefined && (await thumbnails()) !== undefined,
    references: references !== undefined && limits.references.max > 0,
    delete: ledger !== undefined,
  }
  return (Object.keys(offers) as Feature[]).filter((feature) => offers[feature])
}
