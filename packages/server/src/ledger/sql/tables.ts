import type { ColumnType, Selectable } from 'kysely'
import type { RowState } from '../ledger.ts'

/** A whole number. Postgres gives its `bigint` as text. */
type Whole = ColumnType<number | string, number, number | string>
type MaybeWhole = ColumnType<number | string | null, number | null, number | null>

/** One row: what this ledger is. */
interface LedgerTable {
  id: string
  /** How many of the migrations it has gone through. */
  version: Whole
  /** The highest time written, in ms; only where the database has no clock of its own. */
  clock: Whole
}

/** One row for each (principal, key). JSON stands as text, so that both engines keep it letter by letter. */
export interface GenerationTable {
  principal: string
  key: string
  key_tag: string
  state: RowState
  attempt: Whole
  fingerprint: string | null
  request: string | null
  slot: string | null
  held: Whole
  spent: Whole
  created_at: Whole
  accepted_at: MaybeWhole
  settled_at: MaybeWhole
  gone_since: MaybeWhole
  lease_until: Whole
  task_id: string | null
  watch: string
  refusal: string | null
  /** The task's own word, for those who ask the tables. */
  status: string | null
  watcher: string | null
  archive: string | null
  finished_at: MaybeWhole
  deleted_at: MaybeWhole
  accounts: string
}

/** What has gone towards the caps of one scope in one window. */
interface AccountTable {
  name: string
  held: Whole
  spent: Whole
  /** When its window ends, in ms; null where it never does. */
  ends_at: MaybeWhole
}

/** One row for each name a proxy watches under, and until when it counts, in ms. */
interface WatcherTable {
  id: string
  until: Whole
}

export interface Tables {
  ledger: LedgerTable
  watchers: WatcherTable
  generations: GenerationTable
  accounts: AccountTable
}

export type GenerationRow = Selectable<GenerationTable>
