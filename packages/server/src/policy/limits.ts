import { LIMITS, type AnySize, type Format, type RequestLimits } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'
import type { CreditCap, Quota, ScopedCap } from '../ledger/caps.ts'
import type { Upstream } from '../upstreams/upstream.ts'
import type { Environment } from '../environment.ts'
import { askHook, hookFault } from './hook.ts'
import { faultOf } from './limitsSchema.ts'

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
  /** Tasks at once. @default Infinity */
  running?: number | undefined
  /** Creates in any minute, hour or day. @default none */
  creates?: Quota['creates']
}

/** The limits of one call, and the caps its credits count towards. */
export interface Allowance {
  readonly limits: RequestLimits
  readonly caps: readonly ScopedCap[]
  /** Undefined where nothing but caps has to be counted. */
  readonly quota: Quota | undefined
}

/**
 * Cuts what upstream offers by the app's `limits`, which are asked at every call.
 * @throws TypeError for limits that are none; where a function gives such, its calls end as `internal_error`
 */
export function createAllowance<P extends { readonly id: string }>(
  upstream: Upstream,
  limits: Limits | ((principal: P) => Limits | Promise<Limits>) = {},
  budget: CreditCap | undefined,
  environment: Environment,
): (principal: P) => Promise<Allowance> {
  const known = new WeakMap<Limits, RequestLimits>()

  return async (principal) => {
    const own = typeof limits === 'function' ? await askHook('limits', environment, () => limits(principal)) : limits
    const fault = faultOf(own)
    if (fault !== undefined) throw hookFault(fault)
    const cut = known.get(own) ?? cutOffers(upstream.offers, own)
    known.set(own, cut)
    const caps = [own.cap && scoped(own.cap, `principal:${principal.id}`), budget && scoped(budget, 'all')]
    return { limits: cut, caps: caps.filter((cap) => cap !== undefined), quota: quotaOf(own) }
  }
}

/** What is wrong in code. @throws TypeError for limits and a budget that are none */
export function checkLimits(limits: unknown, budget: CreditCap | undefined): void {
  const fault = typeof limits === 'function' ? undefined : faultOf(limits ?? {})
  const overall = faultOf({ cap: budget })?.replaceAll('limits.cap', 'budget')
  if (fault !== undefined || overall !== undefined) throw new TypeError(fault ?? overall)
}

/** Whether it takes a ledger to hold to them. */
export const areCounted = (limits: Limits): boolean => limits.cap !== undefined || quotaOf(limits) !== undefined

/** An app's own sum may be negative, or no whole number. */
const scoped = (cap: CreditCap, scope: string): ScopedCap => ({
  per: cap.per,
  credits: Math.max(0, Math.floor(cap.credits)),
  scope,
})

function quotaOf({ running = Number.POSITIVE_INFINITY, creates }: Limits): Quota | undefined {
  const bounded = running < Number.POSITIVE_INFINITY
  return bounded || creates ? { ...(bounded && { running }), creates } : undefined
}

/** Credits an image costs by the upstream's own reckoning. */
export const creditsPerImage = (upstream: Upstream): number =>
  upstream.credits({ model: upstream.offers.models[0] ?? '', n: 1, response_format: 'url' } satisfies WireRequest)

const common = <T>(offered: readonly T[], allowed: readonly T[] | undefined): readonly T[] =>
  allowed ? offered.filter((value) => allowed.includes(value)) : offered

function cutOffers(offers: Upstream['offers'], limits: Limits): RequestLimits {
  return {
    models: common(offers.models, limits.models),
    sizes: common(offers.sizes, limits.sizes),
    qualities: common(offers.qualities, limits.qualities),
    formats: common(offers.formats, limits.formats),
    n: { max: Math.min(offers.n, limits.n ?? offers.n) },
    references: { max: Math.min(offers.references, limits.references ?? offers.references), upload: false },
    maxPrompt: LIMITS.prompt,
  }
}
