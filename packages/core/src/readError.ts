import { PARAMS } from './catalog.ts'
import { ERRORS, LimnError, isErrorCode, type ErrorCode } from './errors.ts'
import { parseRetryAfter } from './retryAfter.ts'
import { FAILURES, said } from './said.ts'
import { isObject } from './text.ts'

/**
 * An answer that is not a task, as the error it means. Only a well-formed error body (OpenAI's shape) can be more than
 * `invalid_response`; a status alone proves nothing. Never throws. `now` in ms, for `Retry-After` dates.
 */
export function readError(
  status: number,
  body: unknown,
  headers?: Pick<Headers, 'get'>,
  now: number = Date.now(),
): LimnError {
  const upstream = said(body)
  const error = isObject(body) && isObject(body.error) ? body.error : undefined
  const wellFormed = status >= 400 && error !== undefined && typeof error.message === 'string'
  const code = wellFormed ? codeOf(status, error.code) : 'invalid_response'
  const ledger = headers?.get('limn-ledger')
  return new LimnError(code, messageOf(code, status, upstream.message), {
    param: PARAMS.find((param) => param === error?.param),
    retryAfter: parseRetryAfter(headers?.get('retry-after') ?? null, now),
    requestId: headers?.get('x-request-id') ?? undefined,
    upstream,
    status,
    ...(wellFormed && ERRORS[code].http === 0 && { charged: 'no' as const }),
    ...(ledger && wellFormed && { ledger, ledgerId: headers?.get('limn-ledger-id') ?? undefined }),
  })
}

/** What a status means when the code beside it is a stranger's. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  402: 'insufficient_credits',
  403: 'forbidden',
  413: 'request_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
}

function codeOf(status: number, code: unknown): ErrorCode {
  if (isErrorCode(code) && ERRORS[code].http !== 0) return code
  if (status < 500 && typeof code === 'string' && Object.hasOwn(FAILURES, code)) return FAILURES[code]!
  return status >= 500 ? 'internal_error' : (BY_STATUS[status] ?? 'upstream_refused')
}

const messageOf = (code: ErrorCode, status: number, message: string | undefined): string =>
  code === 'invalid_response'
    ? `The answer (HTTP ${status}) could not be read: it is neither a task nor an error of this API.`
    : message || `The request was answered with HTTP ${status} and no explanation.`
