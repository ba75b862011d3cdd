import { sizeFacts } from './catalog.ts'
import { LimnError } from './errors.ts'
import type { GenerationRequest } from './request.ts'
import { STATUSES, type Status } from './status.ts'
import type { Task } from './task.ts'

/** One picture of a generation. Not called Image: that is a DOM global. */
export interface GeneratedImage {
  /** Its place in upstream's `data`. */
  readonly index: number
  /** Safe for `src`: same-origin where the proxy serves pictures, else the upstream's checked URL. */
  readonly url: string
  /** True where the proxy's archive gave this URL: only then may it be stored. Otherwise it will expire. */
  readonly archived: boolean
  /** Its bytes are gone: a fresh look brought no working URL. */
  readonly expired: boolean
  /** Pixels asked for; undefined for `auto`. */
  readonly width?: number
  readonly height?: number
}

/** Where a generation stands by the browser's own knowledge; the task tells the rest. */
export type Phase = 'queued' | 'submitting' | 'accepted' | 'uncertain' | 'refused' | 'canceled'

/** What can be true beside a status. */
export interface GenerationFlags {
  /** The last look failed; the status is the last known one. */
  readonly stale: boolean
  /** Nobody watches it: the user stopped waiting. */
  readonly detached: boolean
  /** limn is asking the proxy what became of it. */
  readonly confirming: boolean
  /** The proxy answered 401: watching goes on after sign-in. */
  readonly needsAuth: boolean
}

interface GenerationBase extends GenerationFlags {
  /** Names the user's intent, and is its idempotency key. */
  readonly key: string
  /** The place on screen it belongs to. */
  readonly slot?: string
  readonly request: GenerationRequest
  /** Pictures delivered so far; may differ from `request.n`. */
  readonly images: readonly GeneratedImage[]
  /** What upstream says it took; undefined until accepted. */
  readonly credits?: number
  /** ms since the epoch, the browser's clock. */
  readonly createdAt: number
  readonly settledAt?: number
  readonly settled: boolean
  readonly live: boolean
  /** Its user keeps it among the favourites of this browser. */
  readonly favourite: boolean
}

/** One user intent and all that is known of its fate: plain data, `status` tells which fields are there. */
export type Generation = GenerationBase &
  (
    | { readonly status: 'queued' | 'submitting'; readonly taskId?: undefined; readonly error?: undefined }
    | { readonly status: 'uncertain'; readonly taskId?: string; readonly error: LimnError }
    | {
        readonly status: 'pending' | 'processing' | 'succeeded'
        readonly taskId: string
        readonly error?: undefined
      }
    | {
        readonly status: 'failed'
        /** Undefined: refused before it was accepted. */ readonly taskId?: string
        readonly error: LimnError
      }
    | { readonly status: 'canceled'; readonly taskId?: string; readonly error?: undefined }
  )

/** All that is known of one intent. */
export interface GenerationFacts {
  readonly key: string
  readonly slot?: string | undefined
  readonly request: GenerationRequest
  readonly phase: Phase
  readonly createdAt: number
  readonly settledAt?: number | undefined
  /** Required when `phase` is `accepted`. */
  readonly task?: Task | undefined
  readonly error?: LimnError | undefined
  readonly flags?: Partial<GenerationFlags> | undefined
  /** Indexes of images whose bytes are gone. */
  readonly expired?: readonly number[] | undefined
  readonly favourite?: boolean | undefined
}

const PHASES = {
  queued: () => 'queued',
  submitting: () => 'submitting',
  accepted: (task) => task?.status ?? 'uncertain',
  uncertain: () => 'uncertain',
  refused: () => 'failed',
  canceled: () => 'canceled',
} as const satisfies Record<Phase, (task: Task | undefined) => Status>

/** What components show, derived from what is known. Pure. */
export function toGeneration(facts: GenerationFacts): Generation {
  const { task, flags } = facts
  const status = PHASES[facts.phase](task)
  const known = facts.error ?? task?.error ?? UNEXPLAINED[status]?.()
  const error = facts.phase === 'refused' && known ? uncharged(known) : known
  return {
    key: facts.key,
    ...(facts.slot !== undefined && { slot: facts.slot }),
    request: facts.request,
    status,
    ...STATUSES[status],
    ...(task && facts.phase !== 'refused' && { taskId: task.id }),
    ...(error && (status === 'failed' || status === 'uncertain') && { error }),
    images: task ? toImages(task, facts) : [],
    ...(task?.credits !== undefined && { credits: task.credits }),
    createdAt: facts.createdAt,
    ...(facts.settledAt !== undefined && { settledAt: facts.settledAt }),
    stale: flags?.stale ?? false,
    detached: flags?.detached ?? false,
    confirming: flags?.confirming ?? false,
    needsAuth: flags?.needsAuth ?? false,
    favourite: facts.favourite ?? false,
  } as Generation
}

/** A refusal took nothing, whatever its code may mean elsewhere. */
const uncharged = (error: LimnError): LimnError =>
  error.charged === 'no' ? error : new LimnError(error.code, error.message, { ...error.toJSON(), charged: 'no' })

const UNEXPLAINED: { readonly [S in Status]?: () => LimnError } = {
  failed: () => new LimnError('generation_failed', 'The service gave up and did not say why.'),
  uncertain: () =>
    new LimnError('outcome_unknown', 'Whether it was sent is not known. It may be in the making, and charged.'),
}

function toImages(task: Task, { request, expired }: GenerationFacts): readonly GeneratedImage[] {
  const { width, height } = sizeFacts(request.size)
  return task.data.flatMap(({ url }, index) =>
    url === null
      ? []
      : [
          {
            index,
            url,
            archived: task.archived ?? false,
            expired: expired?.includes(index) ?? false,
            ...(width && height && { width, height }),
          },
        ],
  )
}
