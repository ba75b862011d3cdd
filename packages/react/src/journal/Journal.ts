import type { Event } from '../machine/Event.ts'
import type { JournalRecord } from './record.ts'

/** What an app may want to know of the journal. */
export interface JournalState {
  /** It has been read: "nothing there" is now a fact. */
  readonly ready: boolean
  /** What is written survives a reload. False in memory, and where the browser blocks or has filled its storage. */
  readonly durable: boolean
}

/** The only memory in the browser: records in hand at once, written down behind them, changed by events alone. */
export interface Journal {
  readonly state: () => JournalState
  /** Whose it is: the endpoint and the principal. Empty before the first `open`. */
  readonly namespace: () => string
  readonly records: () => Iterable<JournalRecord>
  readonly get: (key: string) => JournalRecord | undefined
  /** In hand, or dismissed, here or in another tab. */
  readonly has: (key: string) => boolean
  /** Reads what earlier pages left in this namespace. Resolves also where nothing durable can be had, with the keys found. */
  readonly open: (namespace: string) => Promise<readonly string[]>
  /** Takes in what other tabs and earlier pages have written; resolves with the keys not seen before. */
  readonly refresh: () => Promise<readonly string[]>
  /** As `refresh`, of one record; resolves with whether it was not seen before. */
  readonly reread: (key: string) => Promise<boolean>
  /** A new record. `kept: false`: this page only. Resolves once written. */
  readonly begin: (record: JournalRecord, options?: { kept?: boolean }) => Promise<void>
  /** Records from elsewhere, those of keys it has never heard of; resolves with their number, once they are written. */
  readonly enter: (found: readonly JournalRecord[]) => Promise<number>
  /** Changes a record at once; resolves, once written, with whether this was the change (false: it changed nothing, or another tab came first). */
  readonly dispatch: (key: string, event: Event) => Promise<boolean>
  /** Forgets this namespace, here and in storage; nothing is written until the next `open`. */
  readonly clear: () => Promise<void>
  readonly subscribe: (listener: () => void) => () => void
}
