import type { Agenda } from '../../../packages/server/src/watch/agenda.ts'
import type { Usual } from '../../../packages/server/src/watch/usual.ts'
import { createRandom, type SampleTask } from './durations.ts'

/** What it took to see all tasks end. */
export interface Watched {
  /** Looks that were answered, a task. */
  readonly looks: number
  /** s from the end of a task to the browser's knowing it. */
  readonly delay: number
  readonly p95: number
  /** Share of all looks that were answered 429. */
  readonly refused: number
}

/** What is around the agenda. */
interface Surroundings {
  readonly usual?: (task: SampleTask) => Usual | undefined
  /** Requests that the upstream takes in any second, counted as the simulator does. @default no limit */
  readonly limit?: number
  /** Creates a second that go upstream beside the looks. @default 0 */
  readonly creates?: number
  readonly seed?: number
}

const BROWSER_WAY = 30 // ms, one way
const UPSTREAM_WAY = 40 // ms, one way, give or take half

/** Runs an agenda in virtual time over tasks that were all accepted at once, until the end of each has been seen. */
export function watchAll(tasks: readonly SampleTask[], agenda: Agenda, around: Surroundings = {}): Watched {
  const random = createRandom(around.seed ?? 1)
  const way = () => UPSTREAM_WAY * (0.5 + random())
  const upstream = createLimit(around.limit ?? Infinity, around.creates ?? 0)
  const underWay: { id: string; at: number; arrived: number }[] = []
  const delays: number[] = []
  let [now, answered, refused] = [0, 0, 0]

  function hear({ id, arrived }: { id: string; arrived: number }) {
    const end = tasks[Number(id)]!.seconds * 1000
    if (!upstream.takes(arrived)) {
      refused += 1
      return agenda.looked(id, now, { failed: true, retryAfter: 1000 })
    }
    answered += 1
    if (arrived < end) return agenda.looked(id, now, { failed: false })
    delays.push((now + BROWSER_WAY - end) / 1000)
    return agenda.remove(id)
  }

  for (const [index, task] of tasks.entries()) agenda.add(`${index}`, { acceptedAt: 0, usual: around.usual?.(task) })
  while (agenda.size > 0) {
    for (let id = agenda.take(now); id !== undefined; id = agenda.take(now)) {
      const arrived = now + way()
      underWay.push({ id, arrived, at: arrived + way() })
    }
    underWay.sort((a, b) => a.at - b.at)
    now = Math.min(underWay[0]?.at ?? Infinity, now + (agenda.wait(now) ?? Infinity))
    while (underWay[0] && underWay[0].at <= now) hear(underWay.shift()!)
  }
  return {
    looks: answered / tasks.length,
    delay: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    p95: delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)]!,
    refused: refused / (answered + refused),
  }
}

/** The simulator's count: creates and looks that it took in the second before. Creates come evenly. */
function createLimit(limit: number, creates: number) {
  let recent: number[] = []
  let created = creates > 0 ? 0 : Infinity
  return {
    takes(at: number): boolean {
      if (limit === Infinity) return true
      for (; created <= at; created += 1000 / creates) recent.push(created)
      recent = recent.filter((earlier) => at - earlier < 1000)
      if (recent.length >= limit) return false
      recent.push(at)
      return true
    },
  }
}
