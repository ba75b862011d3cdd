import { LimnError } from '@limn/core'

/** How often one caller may ask. */
export interface Rates {
  /** `POST /generations` a minute. @default 60 */
  creates?: number | undefined
  /** All other requests a minute. Uploads have as many places as creates, counted apart. @default 1200 */
  reads?: number | undefined
  /** Polls that wait at once. @default 8 */
  held?: number | undefined
}

/** What a request counts as. */
type Kind = 'creates' | 'reads' | 'uploads'

/** Counts what callers ask, each by a name such as `principal:42`, in the memory of this process. */
export interface Counter {
  /**
   * Counts one request, or throws: then it was not counted, and `onFirst` has been told, once a minute and caller.
   * @throws LimnError `rate_limited` with the ms until there is room
   */
  count(who: string, kind: Kind, onFirst: (message: string) => void): void
  /** Takes one of the places for polls that wait; undefined when all are taken. The answer gives it back. */
  hold(who: string): (() => void) | undefined
}

/** What one caller did of late: when, oldest first, in ms; when it was last told that it is too much. */
interface Recent {
  times: number[]
  toldAt: number
}

const MINUTE = 60_000
const CALLERS = 10_000
const DEFAULTS = { creates: 60, reads: 1200, held: 8 }

/** @throws TypeError for a number that would not limit. */
export function createCounter(rates: Rates | false | undefined, now: () => number): Counter {
  const { creates, reads, held } = rates === false ? UNLIMITED : readRates(rates)
  const max: Record<Kind, number> = { creates, reads, uploads: creates }
  const callers: Record<Kind, Map<string, Recent>> = { creates: new Map(), reads: new Map(), uploads: new Map() }
  const holding = new Map<string, number>()

  return {
    count(who, kind, onFirst) {
      const at = now()
      if (max[kind] === Number.POSITIVE_INFINITY) return
      const recent = recall(callers[kind], who, at)
      if (recent.times.length < max[kind]) {
        recent.times.push(at)
        return
      }
      const message = `That is more than ${max[kind]} ${kind} a minute.`
      if (!isRecent(recent.toldAt, at)) {
        recent.toldAt = at
        onFirst(message)
      }
      const retryAfter = (recent.times[0] ?? at) + MINUTE - at
      throw new LimnError('rate_limited', `${message} Nothing was sent.`, { retryAfter })
    },
    hold(who) {
      const taken = holding.get(who) ?? 0
      if (taken >= held) return undefined
      holding.set(who, taken + 1)
      let left = false
      return () => {
        const others = (holding.get(who) ?? 1) - 1
        if (left) return
        left = true
        if (others > 0) holding.set(who, others)
        else holding.delete(who)
      }
    },
  }
}

const UNLIMITED = {
  creates: Number.POSITIVE_INFINITY,
  reads: Number.POSITIVE_INFINITY,
  held: Number.POSITIVE_INFINITY,
}

function readRates(rates: Rates = {}): Required<Record<keyof Rates, number>> {
  const read = (name: keyof Rates) => {
    const value = rates[name] ?? DEFAULTS[name]
    if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= 0)) return value
    throw new TypeError(`rates.${name} must be a whole number from 0, or Infinity.`)
  }
  return { creates: read('creates'), reads: read('reads'), held: read('held') }
}

/** A clock that was set back makes nothing recent. */
const isRecent = (at: number, now: number) => at <= now && now - at < MINUTE

/** The caller's last minute, moved to the end of `callers`; those that asked longest ago are forgotten. */
function recall(callers: Map<string, Recent>, who: string, now: number): Recent {
  const { times, toldAt } = callers.get(who) ?? { times: [], toldAt: Number.NEGATIVE_INFINITY }
  const first = times.findIndex((at) => isRecent(at, now))
  const recent = { times, toldAt }
  times.splice(0, first < 0 ? times.length : first)
  callers.delete(who)
  callers.set(who, recent)
  for (const [name, other] of callers) {
    const idle = name !== who && !isRecent(other.times.at(-1) ?? other.toldAt, now)
    if (!idle && callers.size <= CALLERS) break
    callers.delete(name)
  }
  return recent
}
