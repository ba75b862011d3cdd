import type { Environment } from '../environment.ts'
import type { Ledger, Row, RowRef } from '../ledger/ledger.ts'
import type { Finish } from './finish.ts'

/** Settled rows about which something is left to do: some at a time, and again later what fails. */
export interface Endings {
  add(row: Row): void
  /** Forgets what has not begun: it is somebody else's now. */
  clear(): void
  /** Begins nothing more; resolves once what is under way has ended. */
  stop(): Promise<void>
}

interface EndingsParts {
  readonly ledger: Ledger
  readonly finish: Finish
  readonly environment: Environment
  /** Whether a row, as the ledger has it, is watched here. */
  readonly isOurs: (row: Row) => boolean
}

/** How many at once: after a restart there may be thousands, each with pictures and an app to tell. */
const AT_ONCE = 16
const FIRST_RETRY = 60_000
const LAST_RETRY = 3_600_000

/** Nothing to do yet. */
export function createEndings({ ledger, finish, environment, isOurs }: EndingsParts): Endings {
  const queue = new Map<string, () => Promise<void>>()
  const timers = new Map<string, () => void>()
  const underway = new Map<string, Promise<void>>()
  let stopped = false

  function wake() {
    for (const [name, begin] of queue) {
      if (underway.size >= AT_ONCE) return
      queue.delete(name)
      const over = begin().finally(() => {
        underway.delete(name)
        wake()
      })
      underway.set(name, over)
    }
  }

  async function end(row: Row, wait: number): Promise<void> {
    if ((await finish(row)) || stopped) return
    const again = async () => {
      const current = await ledger.find(row).catch(() => row)
      if (current && isOurs(current)) await end(current, Math.min(LAST_RETRY, wait * 2))
    }
    const name = nameOf(row)
    const due = () => {
      timers.delete(name)
      queue.set(name, again)
      wake()
    }
    timers.set(name, environment.after(wait, due))
  }

  function clear() {
    queue.clear()
    for (const cancel of timers.values()) cancel()
    timers.clear()
  }

  return {
    add(row) {
      const name = nameOf(row)
      if (stopped || underway.has(name) || timers.has(name)) return
      queue.set(name, () => end(row, FIRST_RETRY))
      wake()
    },
    clear,
    async stop() {
      stopped = true
      clear()
      await Promise.all(underway.values())
    },
  }
}

const nameOf = ({ principal, key }: RowRef) => JSON.stringify([principal, key])
