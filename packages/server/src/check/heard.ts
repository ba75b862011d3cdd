import { clip, isObject } from '@limn/core'
import { stripVTControlCharacters } from 'node:util'

/** Who asks: the caller of --header, the one of --other-header, nobody, or the caller's browser led by another site. */
export type As = 'caller' | 'other' | 'nobody' | 'victim'

/** One request, and what was heard. */
export interface Heard {
  readonly method: string
  /** Below the endpoint, with its query. */
  readonly path: string
  readonly as: As
  /** Asked as a page of the app asks. */
  readonly fromPage: boolean
  readonly status: number
  readonly headers: Headers
  /** At most 1 MiB of it. */
  readonly text: string
  /** The JSON of `text`; undefined when it is none. */
  readonly body: unknown
  /** ms until the first piece of its body came. */
  readonly began: number
  /** ms until the answer was whole. */
  readonly took: number
}

export const isRedirect = ({ status }: Heard): boolean => status >= 300 && status < 400

export const isRefusal = ({ status }: Heard): boolean => status >= 400 && status < 500

export const isJson = ({ headers }: Heard): boolean =>
  /^application\/(\w[\w.-]*\+)?json\s*(;|$)/i.test(headers.get('content-type') ?? '')

/** The `error` of a body in the API's shape. */
export function errorOf({ body }: Heard): Readonly<Record<string, unknown>> | undefined {
  return isObject(body) && isObject(body.error) && typeof body.error.message === 'string' ? body.error : undefined
}

export function codeOf(answer: Heard): string | undefined {
  const code = errorOf(answer)?.code
  return typeof code === 'string' ? code : undefined
}

/** The request in a few words. */
export const asked = ({ method, path }: Heard): string =>
  plain(`${method} ${path.replace(/\?.*/, '?…').replace(/[^/]{30,}/g, '{id}')}`, 60)

/** The answer in a few words, safe to print: `404 task_not_found`, `200 text/html`, `302 to /login`. */
export function told(answer: Heard): string {
  const { status, headers } = answer
  const location = headers.get('location')
  if (isRedirect(answer) && location !== null) return plain(`${status} to ${location.replace(/\?.*/, '')}`)
  return plain(`${status} ${codeOf(answer) ?? headers.get('content-type')?.replace(/\s*;.*/, '') ?? 'without a type'}`)
}

/** Both. */
export const inWords = (answer: Heard): string => `${asked(answer)}: ${told(answer)}`

/** Foreign text as one line of a terminal. */
export const plain = (text: string, max = 100): string =>
  clip(stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '), max)
