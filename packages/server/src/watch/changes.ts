import type { Environment } from '../environment.ts'
import type { Ledger, Row, RowRef } from '../ledger/ledger.ts'

/** Who waits for which row, and the news for them. */
export interface Changes {
  /** A row as it stands now. */
  tell(row: Row): void
  /** Resolves once one of these rows differs from what it is given as, or `signal` aborts. */
  next(rows: readonly Row[], signal: AbortSignal): Promise<void>
  /** Nobody waits any more. */
  end(): void
}

const INTERVAL = 1000

/**
 * Rows of other proxies are asked for once a second, all of them in one question and only while somebody waits. `ours`:
 * rows whose changes are told here anyway.
 */
export function createChanges(
  { now, after }: Environment,
  { ledger, ours }: { ledger: Ledger; ours: (row: Row) => boolean },
): Changes {
  const waiting = new Map<string, { row: Row; wake: Set<() => void> }>()
  let [asking, ended] = [false, false]

  function tell(row: Row): void {
    const held = waiting.get(nameOf(row))
    if (held && stateOf(held.row) !== stateOf(row)) for (const wake of held.wake) wake()
  }

  async function ask() {
    const from = now()
    const refs = [...waiting.values()].map(({ row }) => row).filter((row) => !ours(row))
    // A ledger that fails has been told; who waits is answered at the end of the wait.
    const rows = refs.length > 0 ? await ledger.findTasks(refs).catch(() => []) : []
    for (const row of rows) tell(row)
    asking = waiting.size > 0
    if (asking) after(Math.max(0, INTERVAL - (now() - from)), () => void ask())
  }

  function hold(row: Row, wake: () => void) {
    const held = waiting.get(nameOf(row)) ?? { row, wake: new Set() }
    waiting.set(nameOf(row), held)
    held.wake.add(wake)
    return () => {
      held.wake.delete(wake)
      if (held.wake.size === 0) waiting.delete(nameOf(row))
    }
  }

  return {
    tell,
    async next(rows, signal) {
      let release: (() => void)[] = []
      await new Promise<void>((resolve) => {
        if (signal.aborted || ended) return resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
        release = rows.map((row) => hold(row, resolve))
        if (!asking) {
          asking = true
          after(INTERVAL, () => void ask())
        }
      })
      for (const free of release) free()
    },
    end() {
      ended = true
      for (const { wake } of waiting.values()) for (const one of wake) one()
    },
  }
}

const nameOf = ({ principal, key }: RowRef) => JSON.stringify([principal, key])

/** What a waiting browser would see change. */
const stateOf = ({ state, watch, deletedAt, goneSince }: Row) =>
  [state, watch.task?.status, deletedAt !== undefined, goneSince !== undefined].join()
