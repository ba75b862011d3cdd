import { isLimnError, MIN_POLL, nextPoll, type LimnError, type Task } from '@limn/core'
import { QueryObserver, type Query } from '@tanstack/react-query'
import type { Core } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'
import { stateOf } from '../machine/transition.ts'
import { answeredAt, FIXED, taskOptions, type TaskKey } from '../options/taskOptions.ts'
import { inspect } from './inspect.ts'

type TaskObserver = QueryObserver<Task, LimnError, Task, Task, TaskKey>

/** Who watches running generations: one observer a task, here and not in a component. */
export interface Pollers {
  /** Watches what runs, and nothing else. */
  readonly sync: () => void
  readonly look: (key: string) => void
  /** One fresh look at a settled one's pictures; `index` is one that did not load. */
  readonly inspect: (key: string, index?: number) => Promise<void>
  readonly stop: () => void
}

export function createPollers(core: Core): Pollers {
  const { client, journal, known } = core
  const watched = new Map<string, { id: string; observer: TaskObserver; stop: () => void }>()
  const inspecting = new Set<string>()
  let stopListening: (() => void) | undefined

  function interval(key: string): NonNullable<TaskObserver['options']['refetchInterval']> {
    let failures = 0
    let counted = 0
    // Moves only when there was an answer: a value that moved with the clock would restart the timer for ever.
    return (query) => {
      const record = journal.get(key)
      const at = answeredAt(query)
      if (at !== counted) failures = query.state.error ? failures + 1 : 0
      counted = at
      if (!record || query.state.fetchStatus === 'fetching' || query.state.error?.status === 401) return false
      const age = Math.max(0, at - (record.acceptedAt ?? record.createdAt))
      const { pollInterval } = core.options
      const { typicalSeconds } = known.get()
      const { error } = query.state
      if (pollInterval === undefined)
        return Math.max(MIN_POLL, nextPoll({ age, failures, usual: typicalSeconds, retryAfter: error?.retryAfter }))
      const poll = {
        age,
        attempt: failures,
        request: record.request,
        ...(typicalSeconds && { usual: typicalSeconds.p50 * 1000 }),
      }
      return Math.max(MIN_POLL, typeof pollInterval === 'number' ? pollInterval : pollInterval(poll))
    }
  }

  function watch({ key, task, acceptedAt }: JournalRecord & { task: Task }) {
    let seen = 0
    const observer: TaskObserver = new QueryObserver<Task, LimnError, Task, Task, TaskKey>(core.queryClient, {
      ...(taskOptions(client, task.id) as TaskObserver['options']),
      ...FIXED,
      enabled: true,
      staleTime: MIN_POLL,
      // Just accepted: the answer to the create was the first look.
      initialData: task,
      initialDataUpdatedAt: acceptedAt ?? 0,
      refetchInterval: interval(key),
      refetchOnWindowFocus: 'always',
      refetchOnReconnect: 'always',
      refetchIntervalInBackground: core.options.background ?? false,
    })
    const stop = observer.subscribe(({ data, error, fetchStatus }) => {
      const at = answeredAt(observer.getCurrentQuery())
      if (fetchStatus === 'fetching' || at === seen) return
      seen = at
      void take(key, error ?? undefined, data)
    })
    watched.set(key, { id: task.id, observer, stop })
  }

  async function take(key: string, error: LimnError | undefined, task: Task | undefined) {
    const at = Date.now()
    if (error?.status === 401) await journal.dispatch(key, { type: 'needAuth' })
    else if (error?.ledger !== undefined && error.code === 'task_not_found') await recover(key, error)
    else if (error) await journal.dispatch(key, { type: 'look', at, look: { error } })
    else if (task) {
      await journal.dispatch(key, { type: 'look', at, look: { task } })
      lookAfterSignIn()
    }
  }

  /** The handle is not known any more; the key may still be. */
  async function recover(key: string, error: LimnError) {
    const answer = await client.getGeneration(key).catch((thrown: unknown) => thrown)
    if (!(answer instanceof Error))
      await journal.dispatch(key, { type: 'accept', at: Date.now(), task: answer as Task })
    else if (isLimnError(answer) && answer.ledger !== undefined && answer.status === 404)
      await journal.dispatch(key, { type: 'doubt', error })
    else
      await journal.dispatch(key, {
        type: 'look',
        at: Date.now(),
        look: { error: isLimnError(answer) ? answer : error },
      })
  }

  function lookAfterSignIn() {
    for (const key of watched.keys()) if (journal.get(key)?.flags.needsAuth) look(key)
  }

  /** A host may clear its cache at any time: what was watched there is watched anew. */
  function rewatch(removed: Query) {
    for (const [key, { observer, stop }] of watched) {
      if ((observer.getCurrentQuery() as object) !== removed) continue
      stop()
      watched.delete(key)
      queueMicrotask(() => stopListening && sync())
    }
  }

  function sync() {
    stopListening ??= core.queryClient.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'removed') rewatch(query)
    })
    for (const record of journal.records()) {
      const { key, task, flags } = record
      const held = watched.get(key)
      const runs =
        task !== undefined && stateOf(record) === 'running' && !flags.detached && !core.generations.isReplaced(record)
      if (held && (!runs || held.id !== task.id)) {
        held.stop()
        watched.delete(key)
      }
      if (runs && !watched.has(key)) watch({ ...record, task })
    }
  }

  const look = (key: string) => void watched.get(key)?.observer.refetch({ cancelRefetch: false })

  return {
    look,
    sync,
    inspect: async (key, index) => {
      if (inspecting.has(key)) return
      inspecting.add(key)
      await inspect(core, key, index).finally(() => inspecting.delete(key))
    },
    stop: () => {
      stopListening?.()
      stopListening = undefined
      for (const { stop } of watched.values()) stop()
      watched.clear()
    },
  }
}
