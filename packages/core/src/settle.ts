import { LimnError } from './errors.ts'
import { STATUSES, TASK_STATUSES } from './status.ts'
import type { Task } from './task.ts'

/** What earlier looks at a task saw. */
export interface Watch {
  /** The task as last known. */
  readonly task?: Task
  /** Looks in a row that said `succeeded` and showed no usable picture. */
  readonly empty: number
  /** Well-formed 404 answers in a row, after the first 30 s. */
  readonly missing: number
}

/** Nothing seen yet. */
export const FRESH_WATCH: Watch = { empty: 0, missing: 0 }

/** One look at upstream: a task, or why there was none. */
export type Look = { readonly task: Task } | { readonly error: LimnError }

/** `known`: `watch.task` is what to tell. `gone`: upstream does not know it any more. `unread`: this look says nothing. */
export interface Settled {
  readonly watch: Watch
  readonly verdict: 'known' | 'gone' | 'unread'
}

const GRACE = 30_000
const MORE_LOOKS = 3

/** What one look means after the looks before it; `age` in ms since the task was accepted. Settled is for ever. */
export function settle(watch: Watch, look: Look, age: number): Settled {
  if (watch.task && STATUSES[watch.task.status].settled) return { watch, verdict: 'known' }
  return 'task' in look ? settleTask(watch, look.task) : settleError(watch, look.error, age)
}

function settleTask(watch: Watch, task: Task): Settled {
  const empty = task.status === 'succeeded' && task.data.every(({ url }) => url === null) ? watch.empty + 1 : 0
  const told =
    empty > MORE_LOOKS
      ? { ...task, status: 'failed' as const, error: noOutput() }
      : empty > 0
        ? { ...task, status: 'processing' as const }
        : forward(watch.task, task)
  return { watch: { task: told, empty, missing: 0 }, verdict: 'known' }
}

function settleError(watch: Watch, error: LimnError, age: number): Settled {
  if (error.status !== 404 || error.code === 'invalid_response') return { watch, verdict: 'unread' }
  if (age < GRACE) return { watch, verdict: watch.task ? 'known' : 'unread' }
  const missing = watch.missing + 1
  return { watch: { ...watch, missing }, verdict: missing >= MORE_LOOKS ? 'gone' : 'unread' }
}

/** A status that went backwards is an older answer: the task stays where it was. */
const forward = (known: Task | undefined, task: Task): Task =>
  known && TASK_STATUSES.indexOf(task.status) < TASK_STATUSES.indexOf(known.status)
    ? { ...task, status: known.status }
    : task

const noOutput = () => new LimnError('no_output', 'The service says it is done, and shows no picture.')
