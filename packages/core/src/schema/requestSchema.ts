import * as z from 'zod'
import { DEFAULT_CAPABILITIES, type RequestLimits } from '../capabilities.ts'
import { LIMITS, MODELS } from '../catalog.ts'
import { codePoints, isBlank, isSound } from '../text.ts'
import { safeUrl } from '../url.ts'

export const fieldsFor = (limits: RequestLimits) =>
  z.object({
    model: oneOf('model', limits.models).default(MODELS[0]),
    prompt: z
      .string('`prompt` must be text.')
      .refine(isSound, '`prompt` holds a NUL or half a character: it could not be sent unchanged.')
      .refine(
        (text) => codePoints(text) <= limits.maxPrompt,
        `\`prompt\` must be at most ${limits.maxPrompt} characters.`,
      )
      .default(''),
    image_urls: z
      .array(
        z.string().refine((url) => safeUrl(url) !== null, URL_RULE),
        '`image_urls` must be a list of URLs.',
      )
      .max(limits.references.max, `\`image_urls\` must name at most ${limits.references.max} pictures.`)
      .refine((urls) => new Set(urls).size === urls.length, '`image_urls` names one picture twice.')
      .default([]),
    n: z
      .int(`\`n\` must be a whole number from 1 to ${limits.n.max}.`)
      .min(1, `\`n\` must be a whole number from 1 to ${limits.n.max}.`)
      .max(limits.n.max, `\`n\` must be a whole number from 1 to ${limits.n.max}.`)
      .default(1),
    size: oneOf('size', limits.sizes).default('auto'),
    quality: oneOf('quality', limits.qualities).optional(),
    output_format: z.enum(limits.formats, mustBe('output_format', limits.formats)).optional(),
  })

const URL_RULE = `\`image_urls\` must hold http(s) URLs without credentials, of at most ${LIMITS.url} characters.`

const mustBe = (name: string, allowed: readonly string[]) => `\`${name}\` must be one of ${allowed.join(', ')}.`

const oneOf = (name: string, allowed: readonly string[]) => z.enum(allowed, mustBe(name, allowed))

export const somethingToDraw = ({
  prompt = '',
  image_urls: urls = [],
}: {
  prompt?: string | undefined
  image_urls?: string[] | undefined
}) => !isBlank(prompt) || urls.length > 0

/** The fields of a request alone, for `.pick`, `.extend` and `.shape`, with the API page's limits. */
export const requestFields = fieldsFor(DEFAULT_CAPABILITIES)

/** A request narrowed to what a proxy offers: its fields, and the rule that there is a prompt or a reference. */
export const requestSchemaFor = (limits: RequestLimits) => fieldsFor(limits).refine(somethingToDraw, DRAW_RULE)

/** Asked once every field is right by itself. */
export const DRAW_RULE = {
  path: ['prompt'],
  message: '`prompt` is required unless `image_urls` names a picture.',
  when: ({ issues }: { issues: readonly unknown[] }) => issues.length === 0,
}

/** A request by the API page's limits. */
export const requestSchema = requestSchemaFor(DEFAULT_CAPABILITIES)
