import { isLimnError, reviveError, type PlainError, type Task, type Watch } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'
import type { Insertable } from 'kysely'
import type { Refusal, Row } from '../ledger.ts'
import type { Stored } from '../machine.ts'
import type { GenerationRow, GenerationTable } from './tables.ts'

/** A row of the table as the machine knows it. */
export function toStored(row: GenerationRow): Stored {
  return {
    principal: row.principal,
    key: row.key,
    keyTag: row.key_tag,
    state: row.state,
    attempt: Number(row.attempt),
    fingerprint: row.fingerprint ?? undefined,
    request: row.request === null ? undefined : (JSON.parse(row.request) as WireRequest),
    slot: row.slot ?? undefined,
    held: Number(row.held),
    spent: Number(row.spent),
    createdAt: Number(row.created_at),
    acceptedAt: whole(row.accepted_at),
    settledAt: whole(row.settled_at),
    goneSince: whole(row.gone_since),
    leaseUntil: Number(row.lease_until),
    taskId: row.task_id ?? undefined,
    watch: reviveWatch(JSON.parse(row.watch) as Watch),
    refusal: row.refusal === null ? undefined : (JSON.parse(row.refusal) as Refusal),
    watcher: row.watcher ?? undefined,
    archive: row.archive === null ? undefined : (JSON.parse(row.archive) as NonNullable<Row['archive']>),
    finishedAt: whole(row.finished_at),
    deletedAt: whole(row.deleted_at),
    accounts: JSON.parse(row.accounts) as string[],
  }
}

/** And the way back; an error becomes plain data by its own `toJSON`. */
export function toColumns(row: Stored): Insertable<GenerationTable> {
  return {
    principal: row.principal,
    key: row.key,
    key_tag: row.keyTag,
    state: row.state,
    attempt: row.attempt,
    fingerprint: row.fingerprint ?? null,
    request: row.request ? JSON.stringify(row.request) : null,
    slot: row.slot ?? null,
    held: row.held,
    spent: row.spent,
    created_at: row.createdAt,
    accepted_at: row.acceptedAt ?? null,
    settled_at: row.settledAt ?? null,
    gone_since: row.goneSince ?? null,
    lease_until: row.leaseUntil,
    task_id: row.taskId ?? null,
    watch: JSON.stringify(row.watch),
    refusal: row.refusal ? JSON.stringify(row.refusal) : null,
    status: row.watch.task?.status ?? null,
    watcher: row.watcher ?? null,
    archive: row.archive ? JSON.stringify(row.archive) : null,
    finished_at: row.finishedAt ?? null,
    deleted_at: row.deletedAt ?? null,
    accounts: JSON.stringify(row.accounts),
  }
}

function reviveWatch({ task, ...looks }: Watch): Watch {
  if (!task) return looks
  const { error, ...plain } = task as Task & { error?: PlainError }
  return { ...looks, task: error && !isLimnError(error) ? { ...plain, error: reviveError(error) } : plain }
}

const whole = (value: number | string | null) => (value === null ? undefined : Number(value))
