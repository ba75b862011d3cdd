import { FORMATS, LIMITS, MODELS } from './catalog.ts'
import { LimnError } from './errors.ts'
import { toRequest, type GenerationRequest } from './request.ts'
import { FAILURES, said } from './said.ts'
import { readSeconds } from './seconds.ts'
import { TASK_STATUSES, type TaskStatus } from './status.ts'
import { clip, isObject } from './text.ts'
import { safeImageUrl, safeUrl } from './url.ts'

/** The upstream's object as the tolerant reader accepts it. A limn proxy adds the last four fields. */
export interface Task {
  /** On a limn proxy the signed handle, else the upstream's own id. */
  readonly id: string
  readonly status: TaskStatus
  /** Seconds since the epoch by the server's clock; 0 when it said nothing sane. */
  readonly created: number
  /** An open string: the answer's model is not the request's. */
  readonly model: string
  readonly credits?: number
  /** `null`: present, but unusable. */
  readonly data: readonly { readonly url: string | null }[]
  /** Only on `failed`. */
  readonly error?: LimnError
  readonly key?: string
  readonly slot?: string
  readonly request?: GenerationRequest
  readonly archived?: boolean
}

/**
 * Reads what the world really sends as a task: an unknown status word is `processing`, a missing one `pending`; a URL
 * that is not http(s) without credentials becomes `null`; only with `proxied` a path-absolute one survives.
 * @throws LimnError `invalid_response` when there is no usable id.
 */
export function readTask(body: unknown, options: { proxied?: boolean } = {}): Task {
  if (!isObject(body) || typeof body.id !== 'string' || !body.id || body.id.length > 1024)
    throw new LimnError('invalid_response', 'The answer is not a task: it has no id.', { upstream: said(body) })
  const status = readStatus(body.status)
  const urlOf = options.proxied ? safeImageUrl : safeUrl
  return {
    id: body.id,
    status,
    created: readSeconds(body.created),
    model: typeof body.model === 'string' ? clip(body.model, 200) : MODELS[0],
    ...(isCredits(body.credits) && { credits: body.credits }),
    data: (Array.isArray(body.data) ? body.data : [])
      .slice(0, MAX_IMAGES)
      .map((entry: unknown) => ({ url: urlOf(isObject(entry) ? entry.url : entry) })),
    ...(status === 'failed' && { error: readFailure(body) }),
    ...(typeof body.key === 'string' && { key: body.key }),
    ...(typeof body.slot === 'string' && { slot: body.slot }),
    ...(isObject(body.request) && { request: readAsked(body.request) }),
    ...(typeof body.archived === 'boolean' && { archived: body.archived }),
  }
}

/** Entries of `data` that are read; a request asks for at most 10. */
export const MAX_IMAGES = 100

/** Credits that are believed: an integer from 0 to 100,000. */
export const isCredits = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100_000

/** The request a limn proxy remembers with its task; what does not fit counts as absent. */
function readAsked(asked: Readonly<Record<string, unknown>>): GenerationRequest {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const n =
    Number.isInteger(asked.n) && Number(asked.n) >= 1 && Number(asked.n) <= LIMITS.n ? Number(asked.n) : undefined
  return toRequest({
    model: text(asked.model),
    prompt: text(asked.prompt),
    image_urls: Array.isArray(asked.image_urls) ? asked.image_urls.filter((url) => typeof url === 'string') : undefined,
    n,
    size: text(asked.size),
    quality: text(asked.quality),
    output_format: FORMATS.find((format) => format === asked.output_format),
  })
}

function readStatus(word: unknown): TaskStatus {
  if (typeof word !== 'string') return 'pending'
  return TASK_STATUSES.find((status) => status === word) ?? 'processing'
}

function readFailure(body: Readonly<Record<string, unknown>>): LimnError {
  const upstream = said(body)
  const code =
    (upstream.code !== undefined && Object.hasOwn(FAILURES, upstream.code) && FAILURES[upstream.code]) ||
    'generation_failed'
  return new LimnError(code, upstream.message ?? 'The service gave up and did not say why.', { upstream })
}
