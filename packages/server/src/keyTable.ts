import type { Row, RowState } from './ledger/ledger.ts'

/** What a row answers with. `none` is for where no row is. */
export type RowAnswer =
  /** Goes on to claim, hold and send. */
  | 'create'
  /** 404 `generation_not_found` */
  | 'not_found'
  /** 200 `{ key, state: 'abandoned' }` */
  | 'given_up'
  /** 200 `{ key, state: 'uncertain' }` */
  | 'uncertain'
  /** 410 `generation_abandoned` */
  | 'abandoned'
  /** 409 `idempotency_in_progress` */
  | 'in_progress'
  /** The stored refusal. */
  | 'refusal'
  /** 424 `outcome_unknown` */
  | 'unknown'
  /** 200, the task as last known. */
  | 'task'
  /** 410 `key_expired` */
  | 'expired'

/** One key, three questions: what each row answers to a POST again, to `GET /generations/{key}`, to `…/abandon`. */
const KEY_TABLE = {
  none: { post: 'create', get: 'not_found', abandon: 'given_up' },
  tombstone: { post: 'abandoned', get: 'abandoned', abandon: 'given_up' },
  submitting: { post: 'in_progress', get: 'in_progress', abandon: 'in_progress' },
  retryable: { post: 'create', get: 'not_found', abandon: 'given_up' },
  rejected: { post: 'refusal', get: 'refusal', abandon: 'given_up' },
  ambiguous: { post: 'unknown', get: 'unknown', abandon: 'uncertain' },
  written_off: { post: 'unknown', get: 'unknown', abandon: 'uncertain' },
  accepted: { post: 'task', get: 'task', abandon: 'task' },
  lost: { post: 'task', get: 'task', abandon: 'task' },
  pruned: { post: 'expired', get: 'expired', abandon: 'expired' },
} as const satisfies Record<RowState | 'none', { post: RowAnswer; get: RowAnswer; abandon: RowAnswer }>

/** What a row answers to one of the three questions; one that was deleted is as good as forgotten. */
export const wordOf = <Q extends 'post' | 'get' | 'abandon'>({ state, deletedAt }: Row, question: Q) =>
  KEY_TABLE[deletedAt === undefined ? state : 'pruned'][question]
