import { MIN_POLL, type LimnError, type Look } from '@limn/core'
import type { Core } from '../Engine.ts'
import { stateOf } from '../machine/transition.ts'
import { taskKey } from '../options/taskKey.ts'
import { BATCH } from './batchReads.ts'
import { createStream } from './createStream.ts'
import { inspect } from './inspect.ts'
import { intervalOf } from './intervalOf.ts'
import { recover } from './recover.ts'
import { isOfTheWay, type Watched } from './Watched.ts'

/** Who watches running generations, in one place for the whole tab. */
export interface Pollers {
  /** Watches what runs, and nothing else. */
  readonly sync: () => void
  /** Whether this tab is the one to poll. */
  readonly lead: (leads: boolean) => void
  /** Looks at everything at once: what is under way may be lost. */
  readonly wake: () => unknown
  /** Looks now, whoever leads. */
  readonly look: (key: string) => void
  /** One fresh look at a settled one's pictures; `index` is one that did not load. */
  readonly inspect: (key: string, index?: number) => Promise<void>
}

/** s that one request waits for news. */
const HOLD = 25
/** Requests at a time beside the held one. */
const REQUESTS = 4
/** ms between looks at those that the held request has no room for. */
const REST = 15_000

export function createPollers(core: Core): Pollers {
  const { client, journal, known, queryClient } = core
  const watched = new Map<string, Watched>()
  const stream = createStream(core, { watched, take, plan })
  const inspecting = new Set<string>()
  let leads = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Runs while `Retry-After` has everyone wait. */
  let quiet: ReturnType<typeof setTimeout> | undefined

  const canHold = () => known.get().features.hold && core.options.pollInterval === undefined
  /** What failed is looked at without waiting: it is known sooner that all is well again. */
  const holdable = () =>
    canHold() ? [...watched.values()].slice(0, BATCH).filter(({ failures }) => failures === 0) : []

  function plan() {
    clearTimeout(timer)
    if (!leads || quiet !== undefined) return
    stream.join()
    const now = Date.now()
    const idle = [...watched.values()].filter(({ asked }) => !asked)
    // A clock that was set back keeps nobody waiting.
    for (const one of idle) one.due = Math.min(one.due, now + one.interval)
    const isDue = ({ due }: Watched) => due <= now
    if (idle.some(isDue)) {
      const held = holdable()
      // Whatever is due soon comes along: its own look would cost as much.
      const ready = idle.filter(({ due, interval }) => due - now < Math.max(1, (interval - MIN_POLL) / 4))
      // One that has not begun gets its time: else it would never show that it does not come through.
      if (!stream.isBeginning() && ready.some((one) => held.includes(one))) {
        for (const { asked } of held) asked?.abort()
        if (stream.isOffered()) void stream.begin(held)
        else void ask(held, HOLD)
      }
      const size = known.get().features.batch ? BATCH : 1
      const underWay = watched.size - idle.length
      const rest = ready.filter((one) => !held.includes(one))
      if (rest.length > 0) void ask(rest.slice(0, Math.max(0, REQUESTS * size - underWay)))
    }
    const next = Math.min(...idle.filter((one) => !one.asked && !isDue(one)).map(({ due }) => due))
    if (next < Infinity) timer = setTimeout(plan, next - now)
  }

  /** `wait`: s that the answer may take while there is no news. */
  async function ask(round: readonly Watched[], wait?: number) {
    const began = Date.now()
    let isNews = false
    const looks = round.map(async (one) => {
      const asked = new AbortController()
      one.asked = asked
      const { id, status: seen } = one.task
      const look = await client.getTask(id, { signal: asked.signal, ...(wait !== undefined && { wait, seen }) }).then(
        (task) => ({ task }),
        (error: LimnError) => ({ error }),
      )
      if (one.asked !== asked) return
      one.asked = undefined
      if (asked.signal.aborted) return
      // A gateway may be less patient than the proxy: nothing is stale before a look that does not wait has failed too.
      const error = wait !== undefined && 'error' in look ? look.error : undefined
      if (error && isOfTheWay(error)) one.due = one.failures = 1
      else take(one, look)
      isNews ||= journal.get(one.key)?.task?.status !== seen
      plan()
    })
    await Promise.all(looks)
    // Answered at once and with nothing new, it was not held: then the schedule counts.
    if (wait === undefined || !(isNews || Date.now() - began > wait * 1000 - 1000)) return
    for (const one of round) if (one.failures === 0) one.due = 0
    plan()
  }

  function take(one: Watched, look: Look) {
    const { key } = one
    const at = Date.now()
    const error = 'error' in look ? look.error : undefined
    const record = journal.get(key)
    if (!record) return
    one.failures = error ? one.failures + 1 : 0
    const isRest = !error && canHold() && [...watched.values()].indexOf(one) >= BATCH
    one.interval = isRest ? REST : intervalOf(core, record, one.failures, error?.retryAfter)
    one.due = at + one.interval
    if (error?.retryAfter !== undefined) {
      clearTimeout(quiet)
      quiet = setTimeout(() => {
        quiet = undefined
        plan()
      }, one.interval)
    }
    if (error?.status === 401) {
      one.due = one.interval = Infinity
      void journal.dispatch(key, { type: 'needAuth' })
    } else if (error?.ledger !== undefined && error.code === 'task_not_found') void recover(core, key, error)
    else {
      void journal.dispatch(key, { type: 'look', at, look })
      if (!error) for (const other of watched.values()) if (other.due === Infinity) other.due = at
    }
  }

  /** What one waits for is given up, unless others wait for it too. Of one that is `over` it ends by itself. */
  function leave({ key, asked }: Watched, over = false) {
    watched.delete(key)
    if (!over && ![...watched.values()].some((other) => other.asked === asked)) asked?.abort()
  }

  function sync() {
    for (const one of watched.values()) if (!journal.get(one.key)) leave(one)
    for (const record of journal.records()) {
      const { key, task, flags, acceptedAt = 0 } = record
      const one = watched.get(key)
      const runs =
        task !== undefined && stateOf(record) === 'running' && !flags.detached && !core.generations.isReplaced(record)
      // What a host's useQuery and devtools see of it.
      if (task && (one || runs) && one?.task !== task) queryClient.setQueryData(taskKey(task.id), task)
      if (one && !runs) leave(one, stateOf(record) === 'settled')
      if (!runs) continue
      if (one?.task.id === task.id) one.task = task
      else {
        if (one) leave(one)
        const interval = intervalOf(core, record, 0)
        // Just accepted: the answer to the create was the first look, and the stream that runs may tell of it.
        const due = canHold() && !stream.isRunning() ? 0 : acceptedAt + interval
        watched.set(key, { key, task, due, interval, failures: 0 })
      }
    }
    plan()
  }

  function lead(now: boolean) {
    leads = now
    for (const one of watched.values()) {
      one.due = 0
      one.asked?.abort()
      one.asked = undefined
    }
    stream.end()
    plan()
  }

  return {
    sync,
    lead,
    wake: () => leads && lead(true),
    look: (key) => {
      const one = watched.get(key)
      if (one && !one.asked) void ask([one])
    },
    inspect: async (key, index) => {
      if (inspecting.has(key)) return
      inspecting.add(key)
      await inspect(core, key, index).finally(() => inspecting.delete(key))
    },
  }
}
