import type { Environment } from '../environment.ts'
import type { Ledger, Row } from '../ledger/ledger.ts'
import type { Poller } from '../poll.ts'
import { isSettled, type Finish } from './finish.ts'

/** What one round has done: tasks that came to their end, and tasks that still run. */
export interface Swept {
  readonly settled: number
  readonly running: number
}

interface SweepParts {
  readonly ledger: Ledger
  readonly poller: Poller
  readonly finish: Finish
  readonly environment: Environment
  readonly housekeeping: () => Promise<void>
  readonly perSecond: number
}

const LEASE = 30_000
const BEAT = 10_000

/**
 * One look at every task that nobody watches, at the pace of the poll budget; then what is left to do about each. It ends
 * early at `signal`, when upstream says that it is too much, and when its name ran out: the next sweep goes on.
 */
export async function sweep(parts: SweepParts, signal?: AbortSignal): Promise<Swept> {
  const { ledger, poller, finish, environment, housekeeping, perSecond } = parts
  const owner = crypto.randomUUID()
  const rows: Row[] = []
  const visits: Promise<void>[] = []
  const counts = { settled: 0, running: 0 }
  let stopped = false

  async function take(): Promise<void> {
    const taken = await ledger.watch({ owner, lease: LEASE })
    if (taken) rows.push(...taken)
    else stopped = true
  }

  async function visit(row: Row): Promise<void> {
    const { row: seen = row, error } = isSettled(row)
      ? { row }
      : await poller.look({ taskId: row.taskId!, at: row.acceptedAt!, row })
    if (error?.code === 'rate_limited') stopped = true
    if (!isSettled(seen)) counts.running += 1
    else {
      counts.settled += 1
      await finish(seen)
    }
  }

  await take()
  const rest = every(BEAT, environment, () => take().catch(() => {}))
  for (const row of rows) {
    if (signal?.aborted || stopped) break
    visits.push(visit(row))
    // oxlint-disable-next-line no-await-in-loop -- the pace of the poll budget
    await pause(environment, 1000 / perSecond)
  }
  await Promise.all(visits)
  rest()
  counts.running += rows.length - visits.length
  await ledger.watch({ owner, lease: 0 })
  if (!signal?.aborted) await housekeeping()
  return counts
}

const pause = ({ after }: Environment, ms: number) => new Promise<void>((resolve) => void after(ms, resolve, true))

/** Again and again, each time so many ms after it was begun, until it is called off. */
function every(ms: number, { after }: Environment, task: () => Promise<void>): () => void {
  let cancel = after(ms, next)
  function next() {
    void task()
    cancel = after(ms, next)
  }
  return () => cancel()
}
