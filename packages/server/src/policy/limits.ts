import { LIMITS, type AnySize, type Format, type RequestLimits } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'
import type { CreditCap, ScopedCap } from '../ledger/ledger.ts'
import type { Upstream } from '../upstreams/upstream.ts'

/** What one principal may ask for; what is left out is what upstream offers. */
export interface Limits {
  models?: readonly string[] | undefined
  sizes?: readonly AnySize[] | undefined
  qualities?: readonly string[] | undefined
  formats?: readonly Format[] | undefined
  /** Images a request. @default 10 */
  n?: number | undefined
  /** References a request. @default 16 */
  references?: number | undefined
  /** Credits held and spent together. @default none */
  cap?: CreditCap | undefined
}

/** The limits of one call, and the caps its credits count towards. */
export interface Allowance {
  readonly limits: RequestLimits
  readonly caps: readonly ScopedCap[]
}

/** Cuts what upstream offers by the app's `limits`; `limits` is asked at every call. */
export function createAllowance<P extends { readonly id: string }>(
  upstream: Upstream,
  limits: Limits | ((principal: P) => Limits | Promise<Limits>) | undefined,
  budget: CreditCap | undefined,
): (principal: P) => Promise<Allowance> {
  const known = new WeakMap<Limits, RequestLimits>()
  const unlimited: Limits = {}

  return async (principal) => {
    const own = (typeof limits === 'function' ? await limits(principal) : limits) ?? unlimited
    const cut = known.get(own) ?? cutOffers(upstream.offers, own)
    known.set(own, cut)
    return {
      limits: cut,
      caps: [
        ...(own.cap ? [{ ...own.cap, scope: `principal:${principal.id}` }] : []),
        ...(budget ? [{ ...budget, scope: 'all' }] : []),
      ],
    }
  }
}

/** Credits an image costs by the upstream's own reckoning. */
export const creditsPerImage = (upstream: Upstream): number =>
  upstream.credits({ model: upstream.offers.models[0] ?? '', n: 1, response_format: 'url' } satisfies WireRequest)

const within = <T>(offered: readonly T[], allowed: readonly T[] | undefined): readonly T[] =>
  allowed ? offered.filter((value) => allowed.includes(value)) : offered

function cutOffers(offers: Upstream['offers'], limits: Limits): RequestLimits {
  return {
    models: within(offers.models, limits.models),
    sizes: within(offers.sizes, limits.sizes),
    qualities: within(offers.qualities, limits.qualities),
    formats: within(offers.formats, limits.formats),
    n: { max: Math.min(offers.n, limits.n ?? offers.n) },
    references: { max: Math.min(offers.references, limits.references ?? offers.references), upload: false },
    maxPrompt: LIMITS.prompt,
  }
}
