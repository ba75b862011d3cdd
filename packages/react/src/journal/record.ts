import {
  isObject,
  reviveError,
  type GenerationFlags,
  type GenerationRequest,
  type LimnError,
  type Phase,
  type PlainError,
  type Task,
} from '@limn/core'

/** The layout of {@link JournalRecord}; a record of another version is set aside, never read on a guess. */
export const RECORD_VERSION = 1

/** All that this browser knows of one generation. `toGeneration` derives what is shown. */
export interface JournalRecord {
  readonly version: typeof RECORD_VERSION
  readonly key: string
  readonly slot?: string | undefined
  /** Where equal requests are joined when there is no slot: one hook, one draft. */
  readonly scope?: string | undefined
  readonly request: GenerationRequest
  readonly phase: Phase
  readonly flags: GenerationFlags
  /** ms since the epoch, this browser's clock, as are all times here. */
  readonly createdAt: number
  /** Where it stands among the others: its own `createdAt`, or that of the one it took the place of. */
  readonly place: number
  /** When the POST was about to leave; undefined: surely nothing was sent. */
  readonly sentAt?: number | undefined
  /** The proxy knows only the API's two routes: the key means nothing to it. */
  readonly plain?: boolean | undefined
  /** The ledger that was there before the POST: only it can say "I never saw this key". */
  readonly ledgerId?: string | undefined
  readonly acceptedAt?: number | undefined
  readonly settledAt?: number | undefined
  readonly task?: Task | undefined
  /** What `settle` counts: `succeeded` without a picture, and 404 answers, in a row. */
  readonly empty: number
  readonly missing: number
  readonly error?: LimnError | undefined
  /** Indexes of images whose bytes are gone. */
  readonly expired?: readonly number[] | undefined
  readonly dismissedAt?: number | undefined
  /** The key that took its place. */
  readonly replacedBy?: string | undefined
  /** `onSettled` of the provider was called, in some tab. */
  readonly told?: boolean | undefined
}

/** No flag set. */
export const NO_FLAGS: GenerationFlags = { stale: false, detached: false, confirming: false, needsAuth: false }

/** A record as plain data. A dismissed one shrinks to its key and the time, so that nothing brings it back. */
export function writeRecord(record: JournalRecord): unknown {
  const { key, dismissedAt } = record
  return dismissedAt === undefined ? JSON.parse(JSON.stringify(record)) : { version: RECORD_VERSION, key, dismissedAt }
}

/** What a medium held, as a record; undefined when it is corrupt, from a later version, or the stub of a dismissed one. */
export function readRecord(stored: unknown): JournalRecord | undefined {
  if (!isObject(stored) || stored.version !== RECORD_VERSION || typeof stored.key !== 'string') return undefined
  if (!isObject(stored.request) || typeof stored.request.prompt !== 'string') return undefined
  if (!Array.isArray(stored.request.image_urls) || !PHASES.has(String(stored.phase)) || !isObject(stored.flags))
    return undefined
  if (![stored.createdAt, stored.place, stored.empty, stored.missing].every(Number.isFinite)) return undefined
  const task = stored.task === undefined ? undefined : readStoredTask(stored.task)
  if (stored.phase === 'accepted' && !task) return undefined
  const { error } = stored
  return { ...(stored as unknown as JournalRecord), task, error: isObject(error) ? revive(error) : undefined }
}

/** Whether it is the stub of a dismissed one. */
export const isStub = (stored: unknown): stored is { readonly key: string; readonly dismissedAt: number } =>
  isObject(stored) && typeof stored.key === 'string' && typeof stored.dismissedAt === 'number' && !('request' in stored)

const PHASES: ReadonlySet<string> = new Set<Phase>([
  'queued',
  'submitting',
  'accepted',
  'uncertain',
  'refused',
  'canceled',
])

function readStoredTask(stored: unknown): Task | undefined {
  if (
    !isObject(stored) ||
    typeof stored.id !== 'string' ||
    typeof stored.status !== 'string' ||
    !Array.isArray(stored.data)
  )
    return undefined
  const { error, ...task } = stored
  return { ...(task as unknown as Task), ...(isObject(error) && { error: revive(error) }) }
}

const revive = (stored: Readonly<Record<string, unknown>>): LimnError => reviveError(stored as unknown as PlainError)
