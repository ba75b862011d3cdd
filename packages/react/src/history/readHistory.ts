import {
  codePoints,
  isObject,
  KEY_PATTERN,
  LIMITS,
  LimnError,
  MAX_IMAGES,
  MAX_SLOT,
  safeImageUrl,
  type GenerationRequest,
} from '@limn/core'
import { NO_FLAGS, readRecord, type JournalRecord } from '../journal/record.ts'
import { isFileName } from '../uploads/fileFacts.ts'

/** The layout of a history file. */
export const HISTORY_VERSION = 1

/** Characters of a file that are read: well above 10,000 generations. */
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
  const read = isObject(entry) ? readRecord({ ...entry, ...UNCOUNTED }) : undefined
  const record = read && pick({ ...read, request: pick(read.request, ASKED) }, FIELDS)
  if (!record || !KEY_PATTERN.test(record.key) || read?.dismissedAt !== undefined) return undefined
  if (record.phase === 'queued' || record.phase === 'submitting' || !isSane(record)) return undefined
  // What is to come would stand above all that is, and be asked about when it has come.
  const createdAt = within(record.createdAt, 0, now)
  return {
    ...record,
    createdAt,
    place: within(record.place, 0, now),
    sentAt: record.sentAt && within(record.sentAt, createdAt, now),
    acceptedAt: record.acceptedAt && within(record.acceptedAt, createdAt, now),
    settledAt: record.settledAt && within(record.settledAt, createdAt, now),
  }
}

/** What an earlier browser counted says nothing here. */
const UNCOUNTED = { flags: NO_FLAGS, empty: 0, missing: 0 }

const within = (at: number, from: number, to: number) => Math.min(Math.max(at, from), to)

const pick = <T extends object>(whole: T, names: readonly (keyof T)[]): T =>
  Object.fromEntries(names.flatMap((name) => (whole[name] === undefined ? [] : [[name, whole[name]]]))) as T

/** What of an entry is taken. */
const FIELDS = [
  'version',
  'key',
  'slot',
  'request',
  'phase',
  'flags',
  'createdAt',
  'place',
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

/** What of its request is taken: an app's proxy may hand on whatever else there is. */
const ASKED = ['model', 'prompt', 'image_urls', 'n', 'size', 'quality', 'output_format'] as const

/** Characters of a word such as a model's name, and of why it failed. */
const WORD = 200
const MESSAGE = 2000
/** Of its longer side to the shorter one. */
const MAX_RATIO = 16

/** A page that shows it stays a page. */
const isSane = ({ request, slot = '', replacedBy = '', expired = [], error }: JournalRecord): boolean =>
  isSaneRequest(request) &&
  codePoints(slot) <= MAX_SLOT &&
  (replacedBy === '' || KEY_PATTERN.test(replacedBy)) &&
  expired.length <= MAX_IMAGES &&
  (error?.message.length ?? 0) <= MESSAGE

const isSaneRequest = ({ n, prompt, image_urls: references, model, size, ...looks }: GenerationRequest): boolean =>
  n >= 1 &&
  n <= LIMITS.n &&
  prompt.length <= 2 * LIMITS.prompt &&
  references.length <= LIMITS.references &&
  references.every((url) => safeImageUrl(url) !== null || (url.length <= LIMITS.url && isFileName(url))) &&
  [model, size, ...Object.values(looks)].every((word) => word.length <= WORD) &&
  isShape(size)

/** Also a size that is no two numbers. */
function isShape(size: string): boolean {
  const [, width, height] = /^(\d+)\D(\d+)$/.exec(size) ?? []
  const ratio = Number(width ?? 1) / Number(height ?? 1)
  return ratio >= 1 / MAX_RATIO && ratio <= MAX_RATIO
}
