import { isObject, KEY_PATTERN, LIMITS, LimnError } from '@limn/core'
import { NO_FLAGS, readRecord, type JournalRecord } from '../journal/record.ts'

/** The layout of a history file. */
export const HISTORY_VERSION = 1

/** Bytes of a file that are read: well above 10,000 generations. */
const MAX_LENGTH = 64_000_000

/** A history file: what is written. What is read is anybody's. */
export interface HistoryFile {
  readonly limn: 'history'
  readonly version: typeof HISTORY_VERSION
  /** Whose it is: the journal's. */
  readonly namespace: string
  /** ms since the epoch. */
  readonly exportedAt: number
  readonly generations: readonly unknown[]
}

/**
 * The records of a history file, and how many of its entries are none. Entries of which a create could come (queued, being
 * sent) are none. `now`: ms since the epoch; nothing is from later than that.
 * @throws LimnError `invalid_request` when it is no history file, or of a later version; `forbidden` when it is somebody else's
 */
export function readHistory(text: string, namespace: string, now: number) {
  const file = parse(text)
  if (!isObject(file) || file.limn !== 'history' || !Array.isArray(file.generations))
    throw new LimnError('invalid_request', 'This is no history that limn wrote. Choose the file that was exported.')
  if (file.version !== HISTORY_VERSION)
    throw new LimnError('invalid_request', 'This history is of another version of limn. Import it with that version.')
  if (file.namespace !== namespace)
    throw new LimnError(
      'forbidden',
      'This history belongs to someone else, or to another endpoint. Sign in as its owner.',
    )
  const records = file.generations.map((entry: unknown) => readEntry(entry, now)).filter((one) => one !== undefined)
  return { records, setAside: file.generations.length - records.length }
}

function parse(text: string): unknown {
  try {
    return text.length > MAX_LENGTH ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function readEntry(entry: unknown, now: number): JournalRecord | undefined {
  const record = isObject(entry) ? readRecord({ ...entry, flags: NO_FLAGS }) : undefined
  if (!record || !KEY_PATTERN.test(record.key) || record.dismissedAt !== undefined) return undefined
  if (record.phase === 'queued' || record.phase === 'submitting' || !isSane(record)) return undefined
  const known = Object.fromEntries(FIELDS.map((name) => [name, record[name]])) as unknown as JournalRecord
  // What is to come would stand above all that is.
  return { ...known, createdAt: Math.min(record.createdAt, now), place: Math.min(record.place, now) }
}

/** What of an entry is taken. */
const FIELDS = [
  'version',
  'key',
  'slot',
  'request',
  'phase',
  'flags',
  'sentAt',
  'plain',
  'acceptedAt',
  'settledAt',
  'task',
  'empty',
  'missing',
  'error',
  'expired',
  'replacedBy',
  'favourite',
] as const satisfies readonly (keyof JournalRecord)[]

/** A page that shows it stays a page. */
const isSane = ({ request: { n, prompt, image_urls: references } }: JournalRecord): boolean =>
  n >= 1 && n <= LIMITS.n && prompt.length <= 2 * LIMITS.prompt && references.length <= LIMITS.references
