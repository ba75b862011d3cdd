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

/** One look at every task that nobody watches, at the pace of the poll budget; then what is left to do about each. */
export async function sweep(parts: SweepParts, signal?: AbortSignal): Promise<Swept> {
  const { ledger, poller, finish, environment, housekeeping, perSecond } = parts
  const owner = crypto.randomUUID()
  const rows = [...((await ledger.watch({ owner, lease: LEASE })) ?? [])]
  const counts = { settled: 0, running: 0 }
  let renewedAt = environment.now()

  async function visit(row: Row): Promise<void> {
    const seen = isSettled(row) ? row : (await poller.look({ taskId: row.taskId!, at: row.acceptedAt!, row })).row
    if (!seen || !isSettled(seen)) counts.running += 1
    else {
      counts.settled += 1
      await finish(seen)
    }
  }

  const visits: Promise<void>[] = []
  for (const row of rows) {
    if (signal?.aborted) break
    if (environment.now() - renewedAt > LEASE / 3) {
      renewedAt = environment.now()
      // oxlint-disable-next-line no-await-in-loop -- before the next look
      await ledger.watch({ owner, lease: LEASE })
    }
    visits.push(visit(row))
    // oxlint-disable-next-line no-await-in-loop -- the pace of the poll budget
    await pause(environment, 1000 / perSecond)
  }
  await Promise.all(visits)
  await ledger.watch({ owner, lease: 0 })
  if (!signal?.aborted) await housekeeping()
  return counts
}

const pause = ({ after }: Environment, ms: number) => new Promise<void>((resolve) => void after(ms, resolve))
