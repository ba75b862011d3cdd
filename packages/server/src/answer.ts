import { ERRORS, toErrorBody, type LimnError } from '@limn/core'

/** An answer before it has its headers. */
export interface Answer {
  readonly status: number
  /** JSON; undefined for no body. */
  readonly body?: unknown
  /** A body that is no JSON; its `content-type` stands in `headers`. */
  readonly bytes?: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** The ledger failed on the way. */
  readonly degraded?: boolean
}

/** The headers every answer carries. */
export const BASELINE = {
  'cache-control': 'private, no-store',
  vary: 'Cookie, Authorization, Origin',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** An answer that came out of the ledger and not of this request. */
export const replayed = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'idempotent-replayed': 'true' },
})

/** An error as an answer; `extra` stands beside `error` in the body. */
export function refuse(error: LimnError, extra: Readonly<Record<string, unknown>> = {}): Answer {
  const status = ERRORS[error.code].http || 500
  return {
    status,
    body: { ...toErrorBody(error), ...extra },
    headers: { ...retryHeaders(status), ...retryAfter(error) },
    degraded: error.code === 'ledger_unavailable',
  }
}

/** SDKs must not send these again by themselves. */
export const retryHeaders = (status: number): Record<string, string> =>
  status === 402 || status === 424 ? { 'x-should-retry': 'false' } : {}

const retryAfter = ({ retryAfter: wait }: LimnError): Record<string, string> =>
  wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) }

/** An answer as it goes out. Whoever writes it may add to its headers: they are this answer's own. */
export interface Sealed {
  readonly status: number
  readonly headers: Record<string, string>
  readonly cookies: readonly string[]
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
}

/** An answer with all its `headers`, which become its own; those that it has stand above them. */
export function seal(
  { status, bytes, body: json, headers: own }: Answer,
  headers: Record<string, string>,
  cookies: readonly string[],
): Sealed {
  const body = bytes ?? (json === undefined ? null : JSON.stringify(json))
  if (typeof body === 'string') headers['content-type'] = JSON_TYPE
  // Copied header by header: each copy of them all costs a thirtieth of a poll.
  for (const name in own) headers[name] = own[name]!
  return { status, headers, cookies, body }
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** The answer as a web one. */
export function toResponse({ status, headers, cookies, body }: Sealed): Response {
  const response = new Response(body, { status, headers })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
