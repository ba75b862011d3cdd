import { FRESH_WATCH, STATUSES, settle, type LimnError, type Settled, type Task, type Watch } from '@limn/core'
import type { Emit } from './events.ts'
import type { Ledger, Row } from './ledger/ledger.ts'
import { look } from './look.ts'
import type { Recorder } from './recorder.ts'
import type { Line } from './send.ts'

/** A task to look at: upstream's id, when it was accepted (ms), and its row where one is kept. */
interface Subject {
  readonly taskId: string
  readonly at: number
  readonly row: Row | undefined
}

/** What is known after a poll. `error`: why this look said nothing. */
interface Seen {
  readonly verdict: Settled['verdict']
  readonly task?: Task | undefined
  /** The row as it stands now, where one is kept. */
  readonly row?: Row | undefined
  readonly error?: LimnError | undefined
  /** The ledger could not be written. */
  readonly degraded?: boolean
}

/** Polls tasks: however many ask, one look a second a task goes upstream. */
export interface Poller {
  /** `fresh` asks upstream again about a settled task, once a minute at most. */
  poll(subject: Subject, fresh: boolean): Promise<Seen>
  /** Looks at a running task now, unless somebody does at this moment. */
  look(subject: Subject): Promise<Seen>
}

interface Entry {
  lookedAt: number
  freshAt: number
  watch: Watch
  seen: Promise<Seen>
  busy: boolean
}

const INTERVAL = 1000
const FRESH_INTERVAL = 60_000
/** A key that is refused is told of once in so many ms, not at every look. */
const REFUSAL_INTERVAL = 60_000
const REMEMBERED = 10_000

/** A poller; without a ledger it remembers the last tasks itself. */
export function createPoller(
  line: Line,
  { ledger, emit, record }: { ledger: Ledger | undefined; emit: Emit; record: Recorder | undefined },
): Poller {
  const entries = new Map<string, Entry>()
  let refusedAt = Number.NEGATIVE_INFINITY
  const { now } = line.environment

  /** A clock that was set back makes nothing recent. */
  const isRecent = (at: number, interval: number) => now() >= at && now() - at < interval

  async function lookAgain({ taskId, at, row }: Subject, watch: Watch): Promise<Seen & { watch: Watch }> {
    const seen = await look(line, taskId)
    if ('error' in seen && seen.error.code === 'upstream_misconfigured' && !isRecent(refusedAt, REFUSAL_INTERVAL)) {
      refusedAt = now()
      emit({ type: 'misconfigured', message: 'upstream refuses the API key' })
    }
    if (isSettled(watch)) {
      const data = 'task' in seen ? mergeUrls(watch.task!, seen.task) : watch.task!.data
      const degraded = row && ledger ? await fails(ledger.refresh(row, data)) : false
      const task = { ...watch.task!, data }
      return { verdict: 'known', task, degraded, watch: { ...watch, task } }
    }
    const next = settle(watch, seen, now() - at)
    const error = 'error' in seen ? seen.error : undefined
    if (!row || !record) return { verdict: next.verdict, task: next.watch.task, error, watch: next.watch }
    const after = await record(row, next, 'task' in seen).catch(() => undefined)
    return {
      verdict: next.verdict,
      task: after?.watch.task ?? next.watch.task,
      row: after,
      error,
      degraded: !after,
      watch: next.watch,
    }
  }

  function open(subject: Subject, entry: Entry | undefined, watch: Watch, closed: boolean): Promise<Seen> {
    const next: Entry = {
      lookedAt: now(),
      freshAt: closed ? now() : (entry?.freshAt ?? Number.NEGATIVE_INFINITY),
      watch,
      busy: true,
      seen: lookAgain(subject, watch).then(
        (seen) => {
          next.watch = seen.watch
          next.busy = false
          return seen
        },
        (error: unknown) => {
          next.busy = false
          throw error
        },
      ),
    }
    const name = nameOf(subject)
    entries.delete(name)
    entries.set(name, next)
    if (entries.size > REMEMBERED) entries.delete(entries.keys().next().value!)
    return next.seen
  }

  return {
    poll(subject, fresh) {
      const { row } = subject
      const entry = entries.get(nameOf(subject))
      const watch = row?.watch ?? entry?.watch ?? FRESH_WATCH
      if (entry && (entry.busy || isRecent(entry.lookedAt, INTERVAL))) return entry.seen
      const closed = isSettled(watch) || row?.state === 'lost'
      const again = fresh && !(entry && isRecent(entry.freshAt, FRESH_INTERVAL))
      if (closed && !again)
        return Promise.resolve({ verdict: isSettled(watch) ? 'known' : 'gone', task: watch.task, row })
      return open(subject, entry, watch, closed)
    },
    look(subject) {
      const entry = entries.get(nameOf(subject))
      return entry?.busy ? entry.seen : open(subject, entry, subject.row?.watch ?? FRESH_WATCH, false)
    },
  }
}

/** What one caller is told is never another's, whatever upstream calls their tasks: no principal has a NUL in its id. */
const nameOf = ({ taskId, row }: Subject) => `${row?.principal ?? ''}\0${taskId}`

const fails = (step: Promise<unknown>) =>
  step.then(
    () => false,
    () => true,
  )

const isSettled = ({ task }: Watch) => task !== undefined && STATUSES[task.status].settled

/** Fresh URLs where upstream gave usable ones, else those known. */
const mergeUrls = (known: Task, fresh: Task): Task['data'] =>
  known.data.map(({ url }, index) => ({ url: fresh.data[index]?.url ?? url }))
