import { LimnError, settle, STATUSES, TASK_STATUSES, type GenerationFlags, type Task } from '@limn/core'
import { NO_FLAGS, type JournalRecord } from '../journal/record.ts'
import type { Event } from './Event.ts'

/** Where a record stands in the machine. `settled` has no way out. */
export type State = 'queued' | 'submitting' | 'uncertain' | 'running' | 'settled'

/** ms after which what is still not settled is handed to a person. */
export const MAX_AGE = 2 * 3_600_000

export function stateOf({ phase, task }: JournalRecord): State {
  if (phase === 'refused' || phase === 'canceled') return 'settled'
  if (phase !== 'accepted') return phase
  return task && STATUSES[task.status].settled ? 'settled' : 'running'
}

/** What an event makes of a record: pure, and the same object when nothing changed. An event out of place changes nothing. */
export function transition(record: JournalRecord, event: Event): JournalRecord {
  const edge = EDGES[stateOf(record)][event.type] as Edge<Event['type']> | undefined
  return edge ? edge(record, event) : record
}

type Edge<T extends Event['type']> = (record: JournalRecord, event: Extract<Event, { type: T }>) => JournalRecord
type Edges = { readonly [T in Event['type']]?: Edge<T> }

const flag = (record: JournalRecord, flags: Partial<GenerationFlags>): JournalRecord =>
  Object.entries(flags).every(([name, on]) => record.flags[name as keyof GenerationFlags] === on)
    ? record
    : { ...record, flags: { ...record.flags, ...flags } }

const refuse: Edge<'refuse'> = (record, { at, error }) => ({
  ...record,
  phase: 'refused',
  flags: NO_FLAGS,
  error,
  settledAt: at,
})
const cancel: Edge<'cancel'> = (record, { at, by }) => ({
  ...record,
  phase: 'canceled',
  flags: NO_FLAGS,
  settledAt: at,
  ...(by !== undefined && { replacedBy: by }),
})
const doubt: Edge<'doubt'> = (record, { error }) => ({ ...record, phase: 'uncertain', flags: NO_FLAGS, error })
const needAuth: Edge<'needAuth'> = (record) => flag(record, { needsAuth: true })
const confirm: Edge<'confirm'> = (record) => flag(record, { confirming: true, needsAuth: false })
const replace: Edge<'replace'> = (record, { by }) =>
  record.replacedBy === undefined ? { ...record, replacedBy: by } : record
const dismiss: Edge<'dismiss'> = (record, { at }) => ({ ...record, dismissedAt: at })
const restore: Edge<'restore'> = (record) =>
  record.dismissedAt === undefined ? record : { ...record, dismissedAt: undefined }
const favourite: Edge<'favourite'> = (record, { on }) =>
  (record.favourite ?? false) === on ? record : { ...record, favourite: on }

const accept: Edge<'accept'> = (record, { at, task: answered }) => {
  const before = record.task
  const late = before !== undefined && TASK_STATUSES.indexOf(answered.status) < TASK_STATUSES.indexOf(before.status)
  if (late && record.phase === 'accepted' && before.id === answered.id) return record
  const counted = record.phase === 'accepted' ? record.empty : 0
  const { watch } = settle({ empty: counted, missing: 0, ...(before && { task: before }) }, { task: answered }, 0)
  const accepted: JournalRecord = {
    ...record,
    phase: 'accepted',
    flags: NO_FLAGS,
    error: undefined,
    empty: watch.empty,
    missing: 0,
    acceptedAt: record.acceptedAt ?? at,
  }
  return known(accepted, watch.task ?? answered, at)
}

const look: Edge<'look'> = (record, { look: seen, at }) => {
  const { empty, missing, task } = record
  const age = at - (record.acceptedAt ?? record.createdAt)
  const { watch, verdict } = settle({ empty, missing, ...(task && { task }) }, seen, age)
  const counted =
    watch.empty === empty && watch.missing === missing
      ? record
      : { ...record, empty: watch.empty, missing: watch.missing }
  if (verdict === 'gone')
    return doubt(counted, {
      type: 'doubt',
      error: lost('The service does not know this task any more. It may have been charged.'),
    })
  const next =
    verdict === 'known' && watch.task
      ? known(flag(counted, WATCHED), watch.task, at)
      : flag(counted, { stale: true, needsAuth: false })
  // A look that failed tells nothing: what is there after a night offline is asked first.
  return verdict === 'known' && stateOf(next) === 'running' && age > MAX_AGE
    ? doubt(next, { type: 'doubt', error: lost('It has been running for two hours. What became of it is not known.') })
    : next
}

const EDGES: { readonly [S in State]: Edges } = {
  queued: {
    start: (record, { request = record.request }) => ({ ...record, request, phase: 'submitting' }),
    cancel,
    refuse,
    favourite,
  },
  submitting: {
    send: (record, { at, plain, ledgerId }) =>
      record.sentAt === undefined
        ? { ...record, sentAt: at, plain, ledgerId }
        : flag(record, { confirming: false, needsAuth: false }),
    // Once the POST has left there is nothing to take back.
    cancel: (record, event) => (record.sentAt === undefined ? cancel(record, event) : record),
    confirm,
    needAuth,
    accept,
    refuse,
    doubt,
    favourite,
  },
  uncertain: { confirm, needAuth, accept, refuse, doubt, dismiss, restore, replace, favourite },
  running: {
    accept,
    look,
    needAuth,
    doubt,
    detach: (record) => flag(record, { detached: true, stale: false, needsAuth: false }),
    attach: (record) => flag(record, { detached: false }),
    dismiss: (record, event) => (record.flags.detached ? dismiss(record, event) : record),
    restore,
    favourite,
  },
  settled: {
    dismiss,
    restore,
    replace,
    favourite,
    tell: (record) => (record.told ? record : { ...record, told: true }),
    inspect: (record, { task, expired }) => {
      if (task.status !== record.task?.status) return record
      const next = known(
        record,
        { ...task, ...(record.task.error && { error: record.task.error }) },
        record.settledAt ?? 0,
      )
      return same(next.expired ?? [], expired) ? next : { ...next, expired }
    },
  },
}

const WATCHED = { stale: false, needsAuth: false }

function known(record: JournalRecord, task: Task, at: number): JournalRecord {
  const { settled } = STATUSES[task.status]
  const next = same(record.task, task) ? record : { ...record, task }
  return settled && record.settledAt === undefined ? { ...next, settledAt: at, flags: NO_FLAGS } : next
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const lost = (message: string) => new LimnError('outcome_unknown', message)
