import type { Environment } from '../environment.ts'
import type { Ledger, Row, RowRef } from '../ledger/ledger.ts'

/** Who waits for which row, and the news for them. */
export interface Changes {
  /** A row as it stands now. */
  tell(row: Row): void
  /** A row that has just been accepted. */
  begin(row: Row): void
  /** Hears of each row of this principal that begins, also of those that have just begun; the answer ends it. */
  follow(principal: string, hear: (row: Row) => void): () => void
  /** Resolves once one of these rows differs from what it is given as, or `signal` aborts. */
  next(rows: readonly Row[], signal: AbortSignal): Promise<void>
  /** Nobody waits any more. */
  end(): void
  /** Aborted then. */
  readonly ending: AbortSignal
}

/** Somebody who waits for a row to differ from this. */
interface Waiter {
  readonly row: Row
  readonly wake: () => void
}

const INTERVAL = 1000
/** ms in which its browser may not have heard of a row that has begun. */
const JUST = 2000

/**
 * Rows of other proxies are asked for once a second, all of them in one question and only while somebody waits. `known`:
 * rows whose changes are told here anyway, as they stand.
 */
export function createChanges(
  { now, after }: Environment,
  { ledger, known }: { ledger: Ledger; known: (row: Row) => Row | undefined },
): Changes {
  const waiting = new Map<string, Set<Waiter>>()
  const following = new Map<string, Set<(row: Row) => void>>()
  let recent: { readonly row: Row; readonly at: number }[] = []
  const ending = new AbortController()
  let asking = false

  function tell(row: Row): void {
    for (const waiter of waiting.get(nameOf(row)) ?? []) compare(waiter, row)
  }

  async function ask() {
    const from = now()
    const refs = [...waiting.values()].flatMap(([first]) => first?.row ?? []).filter((row) => !known(row))
    // A ledger that fails has been told; who waits is answered at the end of the wait.
    const rows = refs.length > 0 ? await ledger.findTasks(refs).catch(() => []) : []
    for (const row of rows) tell(row)
    asking = waiting.size > 0
    // A clock that is set back makes nobody wait longer.
    if (asking) after(Math.min(INTERVAL, Math.max(0, INTERVAL - (now() - from))), () => void ask())
  }

  function hold(waiter: Waiter) {
    const name = nameOf(waiter.row)
    const held = waiting.get(name) ?? new Set()
    waiting.set(name, held.add(waiter))
    // It may have changed since it was read.
    compare(waiter, known(waiter.row) ?? waiter.row)
    return () => {
      held.delete(waiter)
      if (held.size === 0 && waiting.get(name) === held) waiting.delete(name)
    }
  }

  /** Also by a clock that was set back. */
  const isJust = ({ at }: { readonly at: number }) => Math.abs(now() - at) < JUST

  return {
    tell,
    begin(row) {
      recent = [...recent.filter(isJust), { row, at: now() }]
      for (const hear of following.get(row.principal) ?? []) hear(row)
    },
    follow(principal, hear) {
      const all = following.get(principal) ?? new Set()
      following.set(principal, all.add(hear))
      for (const just of recent) if (just.row.principal === principal && isJust(just)) hear(just.row)
      return () => {
        all.delete(hear)
        if (all.size === 0 && following.get(principal) === all) following.delete(principal)
      }
    },
    async next(rows, signal) {
      let release: (() => void)[] = []
      await new Promise<void>((resolve) => {
        if (signal.aborted || ending.signal.aborted) return resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
        release = rows.map((row) => hold({ row, wake: resolve }))
        if (!asking) {
          asking = true
          after(INTERVAL, () => void ask())
        }
      })
      for (const free of release) free()
    },
    end() {
      ending.abort()
      for (const held of waiting.values()) for (const { wake } of held) wake()
    },
    ending: ending.signal,
  }
}

function compare({ row, wake }: Waiter, current: Row): void {
  if (stateOf(row) !== stateOf(current)) wake()
}

const nameOf = ({ principal, key }: RowRef) => JSON.stringify([principal, key])

/** What a waiting browser would see change. */
const stateOf = ({ state, watch, deletedAt, goneSince }: Row) =>
  [state, watch.task?.status, deletedAt !== undefined, goneSince !== undefined].join()
