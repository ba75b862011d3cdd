import { FORMATS, LIMITS, MODELS, type AnySize, type Format, type Param } from './catalog.ts'
import { DEFAULT_CAPABILITIES, type RequestLimits } from './capabilities.ts'
import { LimnError, type ErrorCode } from './errors.ts'
import { codePoints, isBlank, isSound } from './text.ts'
import { safeUrl } from './url.ts'

/** The wire's own names. `user` and `response_format` are missing on purpose: the proxy sets them. */
export interface RequestFields {
  prompt?: string | undefined
  /** URLs, or files that are uploaded before anything is sent. */
  image_urls?: readonly (string | Blob)[] | undefined
  /** Pictures, 1–10. @default 1 */
  n?: number | undefined
  /** @default 'auto' */
  size?: AnySize | undefined
  quality?: string | undefined
  output_format?: Format | undefined
  /** @default 'gpt-image-2' */
  model?: string | undefined
}

/** What a caller writes: a prompt or at least one reference must be there. */
export type RequestInput = RequestFields & ({ prompt: string } | { image_urls: readonly (string | Blob)[] })

/** What is sent: defaults filled in, files replaced by URLs. */
export interface GenerationRequest {
  readonly model: string
  readonly prompt: string
  readonly image_urls: readonly string[]
  readonly n: number
  readonly size: AnySize
  readonly quality?: string
  readonly output_format?: Format
}

/** The request with its defaults filled in. Files are left out: they have no URL yet. */
export function toRequest(fields: RequestFields): GenerationRequest {
  return {
    model: fields.model ?? MODELS[0],
    prompt: fields.prompt ?? '',
    image_urls: (fields.image_urls ?? []).filter((reference) => typeof reference === 'string'),
    n: fields.n ?? 1,
    size: fields.size ?? 'auto',
    ...(fields.quality === undefined ? {} : { quality: fields.quality }),
    ...(fields.output_format === undefined ? {} : { output_format: fields.output_format }),
  }
}

/**
 * The rules a request breaks, each with its `param`, in the order of the fields; empty when all is well.
 * The same rules as `requestSchemaFor` of `@limn/core/schema`, without zod.
 */
export function checkRequest(
  request: RequestFields,
  limits: RequestLimits = DEFAULT_CAPABILITIES,
): readonly LimnError[] {
  const faults = RULES.flatMap(([param, rule]) => {
    const broken = rule(request[param], limits)
    return broken ? [broken instanceof LimnError ? broken : fault(param, broken)] : []
  })
  const nothingToDraw = isBlank(request.prompt ?? '') && !request.image_urls?.length
  return faults.length === 0 && nothingToDraw
    ? [fault('prompt', '`prompt` is required unless `image_urls` names a picture.')]
    : faults
}

const fault = (param: Param, message: string, code?: ErrorCode) =>
  new LimnError(code ?? (param === 'prompt' ? 'invalid_prompt' : 'invalid_request'), message, { param })

type Rule = (value: unknown, limits: RequestLimits) => LimnError | string | undefined

const oneOf =
  (name: keyof RequestFields, allowed: (limits: RequestLimits) => readonly string[]): Rule =>
  (value, limits) =>
    value === undefined || (typeof value === 'string' && allowed(limits).includes(value))
      ? undefined
      : `\`${name}\` must be one of ${allowed(limits).join(', ')}.`

const RULES: readonly (readonly [keyof RequestFields, Rule])[] = [
  ['model', oneOf('model', (limits) => limits.models)],
  ['prompt', checkPrompt],
  ['image_urls', checkReferences],
  [
    'n',
    (value, { n }) =>
      value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= n.max)
        ? undefined
        : `\`n\` must be a whole number from 1 to ${n.max}.`,
  ],
  ['size', oneOf('size', (limits) => limits.sizes)],
  ['quality', oneOf('quality', (limits) => limits.qualities)],
  ['output_format', oneOf('output_format', (limits) => limits.formats.filter((format) => FORMATS.includes(format)))],
]

function checkPrompt(value: unknown, limits: RequestLimits): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') return '`prompt` must be text.'
  if (!isSound(value)) return '`prompt` holds a NUL or half a character: it could not be sent unchanged.'
  if (codePoints(value) > limits.maxPrompt) return `\`prompt\` must be at most ${limits.maxPrompt} characters.`
  return undefined
}

function checkReferences(value: unknown, limits: RequestLimits): LimnError | string | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) return '`image_urls` must be a list of URLs.'
  if (value.length > limits.references.max) return `\`image_urls\` must name at most ${limits.references.max} pictures.`
  if (new Set(value).size !== value.length) return '`image_urls` names one picture twice.'
  const files = value.filter((reference) => reference instanceof Blob)
  if (files.length > 0 && !limits.references.upload)
    return fault('image_urls', 'This proxy takes no uploads: name the picture by a public URL.', 'reference_refused')
  return value.every((reference) => reference instanceof Blob || safeUrl(reference))
    ? undefined
    : `\`image_urls\` must hold http(s) URLs without credentials, of at most ${LIMITS.url} characters.`
}
