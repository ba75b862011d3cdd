import { createProxy, gptImage2, type Ledger } from '@limn/server'
import { sqliteLedger } from '@limn/server/sqlite'

interface Around {
  readonly upstream?: ReturnType<typeof gptImage2>
  readonly ledger?: Ledger
}

export const proxyOf = ({ upstream = gptImage2(), ledger = sqliteLedger('limn.db') }: Around) =>
  createProxy({
    upstream,
    ledger,
    authorize: () => ({ id: 'team' }),
    limits: { sizes: ['1024x1024', '1536x1024'], models: ['gpt-image-2'], formats: ['webp'], n: 2 },
  })
