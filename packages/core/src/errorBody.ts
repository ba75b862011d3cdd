import { ERRORS, type LimnError } from './errors.ts'

/** An error as it travels, in the API's own (OpenAI's) shape. */
export interface ErrorBody {
  readonly error: {
    readonly message: string
    readonly type: string
    readonly param: string | null
    readonly code: string | null
  }
}

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'idempotency_error',
  410: 'idempotency_error',
  422: 'idempotency_error',
  424: 'idempotency_error',
  429: 'rate_limit_error',
}

/** The OpenAI `type` that goes with an HTTP status. */
export const errorType = (status: number): string =>
  TYPES[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error')

/** The body this error travels in. An upstream refusal keeps upstream's own code. */
export function toErrorBody(error: LimnError): ErrorBody {
  const code = error.code === 'upstream_refused' ? (error.upstream?.code ?? error.code) : error.code
  const status = error.status ?? ERRORS[error.code].http
  return { error: { message: error.message, type: errorType(status), param: error.param ?? null, code } }
}
