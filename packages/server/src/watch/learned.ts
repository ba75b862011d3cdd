import type { Environment } from '../environment.ts'
import type { Duration } from '../ledger/steps.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { learnUsual, type Usual } from './usual.ts'

/** How long tasks usually take here, by the ledger's own past. */
export interface Learned {
  /** For a request of this kind; undefined while too little is known. */
  of(request: Pick<Duration, 'size' | 'quality'>): Usual | undefined
  /** For all of them. Reading it asks the ledger again once in a while. */
  readonly all: Usual | undefined
  refresh(): Promise<void>
}

const SAMPLES = 1000
const FRESH_FOR = 5 * 60_000

/** Nothing known yet. */
export function createLearned({ now }: Environment, ledger: Ledger): Learned {
  let known = learnUsual([])
  let askedAt = Number.NEGATIVE_INFINITY

  async function refresh() {
    askedAt = now()
    // A ledger that fails has been told of; what was learnt before still holds.
    known = await ledger.durations(SAMPLES).then(learnUsual, () => known)
  }

  function current() {
    if (now() - askedAt >= FRESH_FOR) void refresh()
    return known
  }

  return {
    of: (request) => current().of(request),
    get all() {
      return current().all
    },
    refresh,
  }
}
