import { createProxy, gptImage2, type Ledger, type Limits } from '@limn/server'
import { sqliteLedger } from '@limn/server/sqlite'

type Plan = 'free' | 'pro'
export interface User {
  readonly id: string
  readonly email: string
  readonly plan: Plan
  readonly creditsBought: number
}

const PLANS = {
  free: { sizes: ['auto', '1024x1024'], n: 1, cap: { credits: 50, per: 'day' } },
  pro: { n: 4, running: 20 },
} satisfies Record<Plan, Limits>

interface App {
  readonly users: { fromCookie(request: Request): Promise<User | null> }
  readonly upstream?: ReturnType<typeof gptImage2>
  readonly ledger?: Ledger
}

export const proxyOf = ({ users, upstream = gptImage2(), ledger = sqliteLedger('limn.db') }: App) =>
  createProxy({
    upstream,
    ledger,
    authorize: (request) => users.fromCookie(request),
    // The user is typed: it is what `authorize` returns.
    limits: (user) =>
      user.plan === 'free' ? PLANS.free : { ...PLANS.pro, cap: { credits: user.creditsBought, per: 'total' } },
    budget: { credits: 20_000, per: 'day' },
  })
