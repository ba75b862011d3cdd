import { DEFAULT_CAPABILITIES, FEATURES, type Capabilities } from './capabilities.ts'
import { CREDITS_PER_IMAGE, FORMATS, LIMITS, MODELS, QUALITIES } from './catalog.ts'
import { isObject } from './text.ts'

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
    references: {
      max: count(body.max_references) ?? LIMITS.references,
      upload: features.includes('references'),
      maxBytes: count(body.max_reference_bytes) ?? LIMITS.upload,
    },
    maxPrompt: count(body.max_prompt) ?? LIMITS.prompt,
    creditsPerImage: count(body.credits_per_image) ?? CREDITS_PER_IMAGE,
    ledger: body.ledger === 'durable' || body.ledger === 'memory' ? body.ledger : 'none',
    features: Object.fromEntries(
      FEATURES.map((feature) => [feature, features.includes(feature)]),
    ) as Capabilities['features'],
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

const words = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((word) => typeof word === 'string') : undefined

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
