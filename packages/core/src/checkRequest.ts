import { DEFAULT_CAPABILITIES, type RequestLimits } from './capabilities.ts'
import { FORMATS, LIMITS, type Param } from './catalog.ts'
import { LimnError, type ErrorCode } from './errors.ts'
import type { RequestFields } from './request.ts'
import { codePoints, isBlank, isSound } from './text.ts'
import { safeUrl } from './url.ts'

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
