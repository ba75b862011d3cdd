import type { Param } from './catalog.ts'

/** Whether credits were taken: never promised, only said where it is known. */
export type Charged = 'no' | 'yes' | 'unknown'

const fact = <C extends Charged>(http: number, retryable: boolean, charged: C) => ({ http, retryable, charged })

/**
 * Every error code: `http` is the status it travels with (0: it never travels as an HTTP answer), `retryable` whether
 * the same request may succeed later without a change, `charged` whether credits were taken.
 */
export const ERRORS = {
  invalid_request: fact(400, false, 'no'),
  invalid_prompt: fact(400, false, 'no'),
  idempotency_key_required: fact(400, false, 'no'),
  idempotency_key_invalid: fact(400, false, 'no'),
  reference_expired: fact(400, false, 'no'),
  reference_refused: fact(400, false, 'no'),
  upstream_refused: fact(400, false, 'no'),
  unauthenticated: fact(401, false, 'no'),
  budget_exceeded: fact(402, false, 'no'),
  insufficient_credits: fact(402, false, 'no'),
  origin_not_allowed: fact(403, false, 'no'),
  forbidden: fact(403, false, 'no'),
  task_not_found: fact(404, false, 'unknown'),
  generation_not_found: fact(404, false, 'unknown'),
  not_found: fact(404, false, 'no'),
  method_not_allowed: fact(405, false, 'no'),
  idempotency_in_progress: fact(409, true, 'unknown'),
  generation_abandoned: fact(410, false, 'no'),
  key_expired: fact(410, false, 'unknown'),
  request_too_large: fact(413, false, 'no'),
  unsupported_media_type: fact(415, false, 'no'),
  idempotency_key_reused: fact(422, false, 'no'),
  outcome_unknown: fact(424, false, 'unknown'),
  rate_limited: fact(429, true, 'no'),
  internal_error: fact(500, true, 'unknown'),
  image_unavailable: fact(502, true, 'yes'),
  upstream_unavailable: fact(503, true, 'no'),
  upstream_misconfigured: fact(503, true, 'no'),
  ledger_unavailable: fact(503, true, 'no'),
  proxy_misconfigured: fact(503, false, 'no'),
  generation_failed: fact(0, true, 'unknown'),
  content_policy: fact(0, false, 'unknown'),
  no_output: fact(0, true, 'unknown'),
  network: fact(0, true, 'unknown'),
  timeout: fact(0, true, 'unknown'),
  offline: fact(0, true, 'no'),
  busy: fact(0, true, 'no'),
  aborted: fact(0, true, 'unknown'),
  journal_unavailable: fact(0, true, 'no'),
  invalid_response: fact(0, true, 'unknown'),
} as const

/** A code of {@link ERRORS}; each has a page in the documentation. */
export type ErrorCode = keyof typeof ERRORS

/** What else an error knows. */
export interface ErrorDetails {
  /** The field to blame. */
  readonly param?: Param | undefined
  /** ms to wait before the same request. */
  readonly retryAfter?: number | undefined
  readonly requestId?: string | undefined
  /** What upstream said, as text: for a details view, never for markup. */
  readonly upstream?: { readonly code?: string; readonly message?: string } | undefined
  /** The answer's HTTP status; undefined when no answer came. */
  readonly status?: number | undefined
  /** The answer's `Limn-Ledger`: only a limn proxy sends one. */
  readonly ledger?: string | undefined
  /** The answer's `Limn-Ledger-Id`. */
  readonly ledgerId?: string | undefined
  /** Where more is known than the code says. @default what {@link ERRORS} says */
  readonly charged?: Charged | undefined
  readonly cause?: unknown
}

/** Details that are kept as they are given. */
const KEPT = ['param', 'retryAfter', 'requestId', 'upstream', 'status', 'ledger', 'ledgerId'] as const

const kept = (details: ErrorDetails): Pick<ErrorDetails, (typeof KEPT)[number]> =>
  Object.fromEntries(KEPT.map((name) => [name, details[name]]))

/** The one error limn throws and stores. Recognise it by `code` ({@link isLimnError}), not by class. */
export class LimnError extends Error {
  override readonly name = 'LimnError'
  readonly code: ErrorCode
  declare readonly param: Param | undefined
  declare readonly retryAfter: number | undefined
  declare readonly requestId: string | undefined
  declare readonly upstream: { readonly code?: string; readonly message?: string } | undefined
  declare readonly status: number | undefined
  declare readonly ledger: string | undefined
  declare readonly ledgerId: string | undefined
  /** Whether credits were taken, as far as is known. */
  readonly charged: Charged

  constructor(code: ErrorCode, message: string = code, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    Object.assign(this, kept(details))
    this.charged = details.charged ?? ERRORS[code].charged
  }

  /** The same request may succeed later without a change. */
  get retryable(): boolean {
    return ERRORS[this.code].retryable
  }

  /** Plain data, for a journal; {@link reviveError} is the way back. Leaves `cause` out. */
  toJSON(): PlainError {
    const { code, message, charged } = this
    return { code, message, ...kept(this), charged }
  }
}

/** An error as plain data. */
export type PlainError = { readonly code: ErrorCode; readonly message: string } & Omit<ErrorDetails, 'cause'>

/** The error that {@link LimnError.toJSON} wrote down. */
export const reviveError = ({ code, message, ...details }: PlainError): LimnError =>
  new LimnError(isErrorCode(code) ? code : 'internal_error', message, details)

/** Whether a word is a code of {@link ERRORS}. */
export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERRORS, code)

/** Whether this is a limn error (of this `code`). By code, not by class: it holds across two copies of this package. */
export function isLimnError<C extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: C,
): error is LimnError & { readonly code: C } {
  if (!(error instanceof Error) || error.name !== 'LimnError' || !('code' in error)) return false
  return code === undefined ? isErrorCode(error.code) : error.code === code
}
