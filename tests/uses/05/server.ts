import { createProxy, gptImage2, type Ledger, type SettledGeneration } from '@limn/server'
import { sqliteLedger } from '@limn/server/sqlite'

/** What the app has anyway. */
export interface App {
  readonly auth: (request: Request) => Promise<{ id: string } | null>
  readonly cdn: { put(name: string, bytes: Uint8Array, type: string): Promise<string> }
  readonly db: {
    ownsProduct(user: string, product: string): Promise<boolean>
    setHero(product: string, url: string): Promise<void>
  }
  readonly upstream?: ReturnType<typeof gptImage2>
  readonly ledger?: Ledger
}

/** The picture reaches the product even if the browser is gone. */
export function proxyOf({ auth, cdn, db, upstream = gptImage2(), ledger = sqliteLedger('limn.db') }: App) {
  return createProxy({
    upstream,
    ledger,
    authorize: auth,
    archive: async (image) => cdn.put(`${image.key}/${image.fileName}`, await image.bytes(), image.type),
    onSettled: attach,
  })

  async function attach({ slot, principal, images: [image] }: SettledGeneration) {
    const product = /^product:(.+):hero$/.exec(slot ?? '')?.[1]
    if (product && image && (await db.ownsProduct(principal, product))) await db.setHero(product, image.url)
  }
}
