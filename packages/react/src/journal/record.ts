import {
  isObject,
  readTask,
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
  /** How many may run beside it in its place, and what happens above that; undefined: without limit. */
  readonly concurrency?: number | undefined
  readonly whenBusy?: 'queue' | 'refuse' | undefined
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
  readonly favourite?: boolean | undefined
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
  if (!isObject(stored) || !fits(stored, RECORD) || !isObject(stored.request) || !fits(stored.request, REQUEST))
    return undefined
  if (!isObject(stored.flags) || !fits(stored.flags, FLAGS)) return undefined
  try {
    const task = stored.task === undefined ? undefined : readStoredTask(stored.task)
    if (stored.phase === 'accepted' && !task) return undefined
    return { ...(stored as unknown as JournalRecord), task, error: revive(stored.error) }
  } catch {
    return undefined
  }
}

/** Whether it is the stub of a dismissed one. */
export const isStub = (stored: unknown): stored is { readonly key: string; readonly dismissedAt: number } =>
  isObject(stored) && typeof stored.key === 'string' && typeof stored.dismissedAt === 'number' && !('request' in stored)

const PHASES: ReadonlySet<unknown> = new Set<Phase>([
  'queued',
  'submitting',
  'accepted',
  'uncertain',
  'refused',
  'canceled',
])

type Check = (value: unknown) => boolean
const text: Check = (value) => typeof value === 'string'
const number: Check = Number.isFinite
const boolean: Check = (value) => typeof value === 'boolean'
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const fits = (stored: Readonly<Record<string, unknown>>, checks: Readonly<Record<string, Check>>): boolean =>
  Object.entries(checks).every(([name, check]) => check(stored[name]))

const RECORD = {
  version: (value) => value === RECORD_VERSION,
  key: text,
  slot: optional(text),
  scope: optional(text),
  concurrency: optional(number),
  whenBusy: optional((value) => value === 'queue' || value === 'refuse'),
  phase: (value) => PHASES.has(value),
  createdAt: number,
  place: number,
  sentAt: optional(number),
  plain: optional(boolean),
  ledgerId: optional(text),
  acceptedAt: optional(number),
  settledAt: optional(number),
  empty: number,
  missing: number,
  expired: optional(listOf(Number.isInteger)),
  dismissedAt: optional(number),
  replacedBy: optional(text),
  told: optional(boolean),
  favourite: optional(boolean),
} as const satisfies Partial<Record<keyof JournalRecord, Check>>

const REQUEST = {
  model: text,
  prompt: text,
  image_urls: listOf(text),
  n: Number.isInteger,
  size: text,
  quality: optional(text),
  output_format: optional(text),
} as const satisfies Record<keyof GenerationRequest, Check>

const FLAGS = {
  stale: boolean,
  detached: boolean,
  confirming: boolean,
  needsAuth: boolean,
} as const satisfies Record<keyof GenerationFlags, Check>

const ERROR = { code: text, message: text, retryAfter: optional(number), status: optional(number) }

/** Its URLs were checked against the proxy when they came: a path-absolute one may stay. @throws LimnError without an id */
function readStoredTask(stored: unknown): Task | undefined {
  const { error: unread, ...task } = readTask(stored, { proxied: true })
  if (task.status === 'succeeded' && task.data.every(({ url }) => url === null)) return undefined
  const error = (isObject(stored) && revive(stored.error)) || unread
  return { ...task, ...(task.status === 'failed' && error && { error }) }
}

/** What explains nothing is left out: the status explains itself then. */
const revive = (stored: unknown): LimnError | undefined =>
  isObject(stored) && fits(stored, ERROR) && (stored.upstream === undefined || isObject(stored.upstream))
    ? reviveError(stored as unknown as PlainError)
    : undefined
