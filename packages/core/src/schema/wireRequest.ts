import * as z from 'zod'
import { DEFAULT_CAPABILITIES, type RequestLimits } from '../capabilities.ts'
import { PARAMS, type AnySize, type Format } from '../catalog.ts'
import { LimnError } from '../errors.ts'
import { isObject } from '../text.ts'
import { DRAW_RULE, fieldsFor, somethingToDraw } from './requestSchema.ts'

/** The eight known fields of a request as it travels: defaults filled in for `model`, `n`, `response_format` only. */
export interface WireRequest {
  readonly model: string
  readonly prompt?: string
  readonly image_urls?: readonly string[]
  readonly n: number
  readonly size?: AnySize
  readonly quality?: string
  readonly output_format?: Format
  readonly response_format: 'url'
}

const wireSchemas = new WeakMap<RequestLimits, ReturnType<typeof wireSchemaFor>>()

function wireSchemaFor(limits: RequestLimits) {
  const { model, prompt, image_urls, n, size, quality, output_format } = fieldsFor(limits).shape
  return z
    .object({
      model,
      prompt: prompt.unwrap().optional(),
      image_urls: image_urls.unwrap().min(1, '`image_urls` is empty: leave it out.').optional(),
      n,
      size: size.unwrap().optional(),
      quality,
      output_format,
      response_format: z.literal('url', '`response_format` can only be url.').default('url'),
    })
    .refine(somethingToDraw, DRAW_RULE)
}

/**
 * The eight known fields of a JSON body, read strictly; all others are dropped. What the server and the simulator call.
 * @throws LimnError `invalid_prompt` or `invalid_request` with the `param` that broke a rule.
 */
export function readRequest(body: unknown, limits: RequestLimits = DEFAULT_CAPABILITIES): WireRequest {
  if (!isObject(body)) throw new LimnError('invalid_request', 'The body must be a JSON object.')
  const schema = wireSchemas.get(limits) ?? wireSchemaFor(limits)
  wireSchemas.set(limits, schema)
  const known = Object.fromEntries(PARAMS.filter((name) => Object.hasOwn(body, name)).map((name) => [name, body[name]]))
  const { data, error } = schema.safeParse(known)
  if (data) return data as WireRequest
  const issue = error.issues.toSorted((a, b) => PARAMS.indexOf(paramOf(a)) - PARAMS.indexOf(paramOf(b)))[0]!
  const param = paramOf(issue)
  throw new LimnError(param === 'prompt' ? 'invalid_prompt' : 'invalid_request', issue.message, { param })
}

const paramOf = (issue: { readonly path: readonly PropertyKey[] }) => issue.path[0] as (typeof PARAMS)[number]
