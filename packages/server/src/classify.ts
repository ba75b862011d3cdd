import {
  ERRORS,
  LimnError,
  clip,
  errorType,
  isErrorCode,
  isObject,
  parseRetryAfter,
  readTask,
  type Task,
} from '@limn/core'
import type { Refusal } from './ledger/ledger.ts'
import type { Reply } from './transport/transport.ts'

/**
 * What one create came to. `unsent` and `retryable`: surely not executed, the same key may be sent again.
 * `ambiguous`: it may have been executed and charged.
 */
export type Outcome =
  | { readonly kind: 'accepted'; readonly task: Task }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unsent' | 'retryable'; readonly error: LimnError }
  | { readonly kind: 'ambiguous'; readonly reason: string }

/** A 4xx of these says nothing certain about whether the create ran. */
const UNCLEAR = new Set([401, 408, 409, 425, 429])

/** The longest upstream id a handle can carry, in bytes of JSON. */
const MAX_ID = 512

/** Judges one create by its reply; only what is provable is anything but ambiguous. */
export function classify(reply: Reply, read: (body: unknown) => Task, now: number): Outcome {
  if (reply.kind === 'unsent') return { kind: 'unsent', error: unsent(reply.reason) }
  if (reply.kind === 'lost') return { kind: 'ambiguous', reason: reply.reason }
  const { status, headers, text } = reply
  if (status === 401) return { kind: 'retryable', error: badKey() }
  if (status === 429) return { kind: 'retryable', error: tooFast(headers, now) }
  const body = parse(text)
  if (status >= 200 && status < 300) {
    const task = readAccepted(body, read)
    return task ? { kind: 'accepted', task } : { kind: 'ambiguous', reason: `HTTP ${status} without a task id` }
  }
  const refusal = status >= 400 && status < 500 && !UNCLEAR.has(status) ? readRefusal(status, body) : undefined
  return refusal ? { kind: 'refused', refusal } : { kind: 'ambiguous', reason: `HTTP ${status}` }
}

/** The one text for a key that upstream does not take: upstream's own might print the key. */
export const badKey = (retryAfter?: number) =>
  new LimnError(
    'upstream_misconfigured',
    'The image service does not accept this server’s API key; no picture was made.',
    { retryAfter },
  )

/** A 429 of upstream, with its `Retry-After` where that is usable. */
export const tooFast = (headers: Pick<Headers, 'get'>, now: number) =>
  new LimnError('rate_limited', 'The image service takes no more requests right now.', {
    retryAfter: parseRetryAfter(headers.get('retry-after'), now),
  })

/** JSON, or undefined. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const unsent = (reason: string) =>
  new LimnError('upstream_unavailable', 'The image service could not be reached. Nothing was sent.', {
    cause: new Error(reason),
  })

const utf8 = new TextEncoder()

function readAccepted(body: unknown, read: (body: unknown) => Task = readTask): Task | undefined {
  try {
    const task = read(body)
    const fits = task.id !== '' && utf8.encode(JSON.stringify(task.id)).length <= MAX_ID
    return fits && task.id.isWellFormed() ? task : undefined
  } catch {
    return undefined
  }
}

/** A well-formed OpenAI error, with upstream's own words; `type` follows the status. */
function readRefusal(status: number, body: unknown): Refusal | undefined {
  const error = isObject(body) && isObject(body.error) ? body.error : undefined
  if (typeof error?.message !== 'string') return undefined
  const param = typeof error.param === 'string' && /^[\w.[\]-]{1,64}$/.test(error.param) ? error.param : null
  const message = clip(error.message, 500) || `The image service refused the request (HTTP ${status}).`
  return { status, body: { error: { message, type: errorType(status), param, code: codeOf(error.code) } } }
}

/** Codes of limn's that say something about the request itself: upstream may use them too. All others steer clients. */
const SHARED = new Set<string>([
  'invalid_request',
  'invalid_prompt',
  'content_policy',
  'reference_expired',
  'reference_refused',
  'insufficient_credits',
])

function codeOf(code: unknown): string {
  const own = typeof code === 'string' && /^[a-z0-9_]{1,64}$/.test(code) && (!isErrorCode(code) || SHARED.has(code))
  return own ? code : ('upstream_refused' satisfies keyof typeof ERRORS)
}
