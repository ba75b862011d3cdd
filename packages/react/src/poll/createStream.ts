import { isLimnError, type LimnError, type Look } from '@limn/core'
import type { Core } from '../Engine.ts'
import { isOfTheWay, type Watched } from './Watched.ts'

/** The one request that tells of all changes, as long as it runs. */
export interface Stream {
  /** The proxy offers it, and nothing on the way has kept it from coming through of late. */
  readonly isOffered: () => boolean
  readonly isRunning: () => boolean
  /** It runs, but has told nothing yet. */
  readonly isBeginning: () => boolean
  /** Asks for these; another that runs is left to end. */
  readonly begin: (round: readonly Watched[]) => Promise<void>
  /** Whoever it tells of need not be asked for. */
  readonly join: () => void
  readonly end: () => void
}

interface Pollers {
  readonly watched: ReadonlyMap<string, Watched>
  readonly take: (one: Watched, look: Look) => void
  readonly plan: () => void
}

/** s that one may last: many gateways give a whole answer a minute. */
const LIFE = 55
/** ms without streams after those that did not come through. */
const REST = 600_000

export function createStream({ client, journal, known }: Core, { watched, take, plan }: Pollers): Stream {
  let running: { readonly asked: AbortController; readonly told: Map<string, Look> } | undefined
  /** Streams that broke off in a row; one that never began counts twice: it is gathered up on the way. */
  let broken = 0
  let restedAt = -REST

  const membersOf = (asked: AbortController) => [...watched.values()].filter((one) => one.asked === asked)
  const statusOf = (key: string) => journal.get(key)?.task?.status

  /** Resolves at its end, with why it broke off. */
  async function read(ids: readonly string[], signal: AbortSignal, hear: (id: string, look: Look) => void) {
    let began = false
    try {
      for await (const [id, entry] of client.watchTasks(ids, { wait: LIFE, signal })) {
        began = true
        hear(id, isLimnError(entry) ? { error: entry } : { task: entry })
      }
      broken = 0
      return undefined
    } catch (thrown) {
      const error = thrown as LimnError
      if (signal.aborted || !isOfTheWay(error)) return error
      if (!began && error.code === 'timeout') broken = 2
      else if (began || error.code !== 'network') broken += 1
      if (broken >= 2) [broken, restedAt] = [0, Date.now()]
      return error
    }
  }

  return {
    isOffered: () => known.get().features.stream && Math.abs(Date.now() - restedAt) >= REST,
    isRunning: () => running !== undefined,
    isBeginning: () => running?.told.size === 0,
    async begin(round) {
      const began = Date.now()
      const asked = new AbortController()
      const told = new Map<string, Look>()
      let isNews = false
      running = { asked, told }
      for (const one of round) one.asked = asked
      const ids = round.map(({ task }) => task.id)
      const error = await read(ids, asked.signal, (id, look) => {
        told.set(id, look)
        const one = [...watched.values()].find(({ task }) => task.id === id)
        if (!one || asked.signal.aborted) return
        const before = statusOf(one.key)
        if ('error' in look && one.asked === asked) one.asked = undefined
        take(one, look)
        isNews ||= statusOf(one.key) !== before
        plan()
      })
      if (running?.asked === asked) running = undefined
      const lasted = isNews || Date.now() - began > LIFE * 1000 - 1000
      for (const one of membersOf(asked)) {
        one.asked = undefined
        if (asked.signal.aborted) continue
        // A gateway may be less patient than the proxy: nothing is stale before a look that does not wait has failed too.
        if (error && isOfTheWay(error)) one.due = one.failures = 1
        else if (error) take(one, { error })
        // It was over at once and told nothing: then the schedule counts.
        else one.due = lasted ? 0 : Math.max(one.due, began + one.interval)
      }
      plan()
    },
    join() {
      if (!running) return
      const { asked, told } = running
      for (const one of watched.values()) {
        const look = told.get(one.task.id)
        if (one.asked || !look || 'error' in look) continue
        one.asked = asked
        take(one, look)
      }
    },
    end() {
      running?.asked.abort()
      running = undefined
    },
  }
}
