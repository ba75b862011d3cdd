import { CREDITS_PER_IMAGE, FORMATS, LIMITS, MODELS, QUALITIES, SIZES, type AnySize, type Format } from './catalog.ts'
import { isObject } from './text.ts'

/** What a request may ask for. */
export interface RequestLimits {
  readonly models: readonly string[]
  readonly sizes: readonly AnySize[]
  readonly qualities: readonly string[]
  readonly formats: readonly Format[]
  readonly n: { readonly max: number }
  /** `upload`: files are taken, not only URLs. */
  readonly references: { readonly max: number; readonly upload: boolean }
  /** Code points. */
  readonly maxPrompt: number
}

/** What a proxy can do beyond the API's two routes, by its words on the wire. */
export const FEATURES = [
  'idempotency',
  'batch',
  'hold',
  'list',
  'images',
  'thumbnails',
  'references',
  'delete',
] as const

/** A word of {@link FEATURES}. */
export type Feature = (typeof FEATURES)[number]

/** What this proxy offers this principal: the catalogue, cut by the server's `limits`. */
export interface Capabilities extends RequestLimits {
  /** `defaults` until the proxy has answered; `plain` for a pass-through proxy. */
  readonly source: 'defaults' | 'plain' | 'proxy'
  readonly creditsPerImage: number
  readonly ledger: 'durable' | 'memory' | 'none'
  /** Made with the ledger: another id is another ledger. */
  readonly ledgerId?: string
  readonly features: Readonly<Record<Feature, boolean>>
  /** An opaque name for who is signed in: it namespaces the journal. */
  readonly principal?: string
  /** ms, the proxy's clock minus this one's. */
  readonly clockOffset: number
  /** Credits; `cap` null means no cap. */
  readonly budget?: { readonly cap: number | null; readonly held: number; readonly spent: number }
  /** Seconds from create to settled, learnt by the proxy. */
  readonly typicalSeconds?: { readonly p50: number; readonly p95: number }
}

/** What the API page offers: the answer until a proxy has said more. */
export const DEFAULT_CAPABILITIES: Capabilities = {
  source: 'defaults',
  models: MODELS,
  sizes: Object.keys(SIZES),
  qualities: QUALITIES,
  formats: FORMATS,
  n: { max: LIMITS.n },
  references: { max: LIMITS.references, upload: false },
  maxPrompt: LIMITS.prompt,
  creditsPerImage: CREDITS_PER_IMAGE,
  ledger: 'none',
  features: offered([]),
  clockOffset: 0,
}

/** A pass-through proxy that knows only the API's two routes. */
export const PLAIN_CAPABILITIES: Capabilities = { ...DEFAULT_CAPABILITIES, source: 'plain' }

/**
 * A limn proxy's `GET /capabilities` answer, read tolerantly at `now` (ms); undefined when it is not one:
 * only a JSON object with `limn: 1` is.
 */
export function readCapabilities(body: unknown, now: number): Capabilities | undefined {
  if (!isObject(body) || body.limn !== 1) return undefined
  const typical = isObject(body.typical_seconds) ? body.typical_seconds : {}
  const budget = isObject(body.budget) ? body.budget : undefined
  const features = words(body.features) ?? []
  return {
    source: 'proxy',
    models: words(body.models) ?? MODELS,
    sizes: words(body.sizes) ?? DEFAULT_CAPABILITIES.sizes,
    qualities: words(body.qualities) ?? QUALITIES,
    formats: FORMATS.filter((format) => (words(body.formats) ?? FORMATS).includes(format)),
    n: { max: count(body.max_n) ?? LIMITS.n },
    references: { max: count(body.max_references) ?? LIMITS.references, upload: features.includes('references') },
    maxPrompt: count(body.max_prompt) ?? LIMITS.prompt,
    creditsPerImage: count(body.credits_per_image) ?? CREDITS_PER_IMAGE,
    ledger: body.ledger === 'durable' || body.ledger === 'memory' ? body.ledger : 'none',
    features: offered(features),
    clockOffset: count(body.now) === undefined ? 0 : Number(body.now) - now,
    ...(typeof body.ledger_id === 'string' && { ledgerId: body.ledger_id }),
    ...(typeof body.principal === 'string' && { principal: body.principal }),
    ...(budget && {
      budget: { cap: count(budget.cap) ?? null, held: count(budget.held) ?? 0, spent: count(budget.spent) ?? 0 },
    }),
    ...(count(typical.p50) &&
      count(typical.p95) && { typicalSeconds: { p50: count(typical.p50)!, p95: count(typical.p95)! } }),
  }
}

function offered(features: readonly string[]): Capabilities['features'] {
  return Object.fromEntries(
    FEATURES.map((feature) => [feature, features.includes(feature)]),
  ) as Capabilities['features']
}

const words = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((word) => typeof word === 'string') : undefined

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
