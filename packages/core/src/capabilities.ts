import { CREDITS_PER_IMAGE, FORMATS, LIMITS, MODELS, QUALITIES, SIZES, type AnySize, type Format } from './catalog.ts'

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
  'stream',
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
  /** `maxBytes`: of one uploaded file. */
  readonly references: RequestLimits['references'] & { readonly maxBytes: number }
  readonly creditsPerImage: number
  readonly ledger: 'durable' | 'memory' | 'none'
  /** Made with the ledger: another id is another ledger. */
  readonly ledgerId?: string
  readonly features: Readonly<Record<Feature, boolean>>
  /** An opaque name for who is signed in (`guest:…` for a guest): it namespaces the journal. */
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
  references: { max: LIMITS.references, upload: false, maxBytes: LIMITS.upload },
  maxPrompt: LIMITS.prompt,
  creditsPerImage: CREDITS_PER_IMAGE,
  ledger: 'none',
  features: Object.fromEntries(FEATURES.map((feature) => [feature, false])) as Capabilities['features'],
  clockOffset: 0,
}

/** A pass-through proxy that knows only the API's two routes. */
export const PLAIN_CAPABILITIES: Capabilities = { ...DEFAULT_CAPABILITIES, source: 'plain' }
