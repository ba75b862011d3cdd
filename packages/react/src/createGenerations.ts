import { toGeneration, type Generation } from '@limn/core'
import { createLists, type GenerationFilter } from './createLists.ts'
import type { Journal } from './journal/Journal.ts'
import type { JournalRecord } from './journal/record.ts'

/** What the journal's records look like to an app. A generation is a new object only when it changed. */
export interface Generations {
  readonly of: (record: JournalRecord) => Generation
  /** Another took its place, and is there. */
  readonly isReplaced: (record: JournalRecord) => boolean
  /** The key at the end of the line: where a retry led to. */
  readonly lead: (key: string) => string
  /** Until it is settled which of the two keys stays, `key` leads to `target`. */
  readonly alias: (key: string, target: string | undefined) => void
  readonly find: (key: string) => Generation | undefined
  readonly list: (filter?: GenerationFilter) => readonly Generation[]
  readonly submitted: (key: string) => Promise<Generation>
  readonly outcome: (key: string) => Promise<Generation>
}

export function createGenerations(journal: Journal): Generations {
  const shown = new Map<string, { record: JournalRecord; generation: Generation; text: string }>()
  const lists = createLists()
  const aliases = new Map<string, string>()

  function of(record: JournalRecord): Generation {
    const held = shown.get(record.key)
    if (held?.record === record) return held.generation
    const fresh = toGeneration(record)
    const text = JSON.stringify(fresh)
    const generation = held?.text === text ? held.generation : fresh
    shown.set(record.key, { record, generation, text })
    return generation
  }

  const heirOf = ({ key, replacedBy }: JournalRecord) =>
    replacedBy !== undefined && replacedBy !== key && journal.has(replacedBy) ? replacedBy : undefined
  const isReplaced = (record: JournalRecord) => heirOf(record) !== undefined

  function next(key: string): string | undefined {
    const record = journal.get(key)
    return aliases.get(key) ?? (record && heirOf(record))
  }

  function lead(key: string): string {
    const seen = new Set<string>()
    let last = key
    for (let step: string | undefined = key; step !== undefined && !seen.has(step); step = next(last)) {
      seen.add(step)
      last = step
    }
    return last
  }

  function find(key: string): Generation | undefined {
    const record = journal.get(lead(key))
    return record && of(record)
  }

  const list = (filter: GenerationFilter = {}): readonly Generation[] =>
    lists(
      filter,
      [...journal.records()]
        .filter(
          (record) => inView(record) === !filter.dismissed && !isReplaced(record) && record.error?.code !== 'busy',
        )
        .filter(({ slot }) => filter.slot === undefined || slot === filter.slot)
        .toSorted(newestFirst)
        .map(of),
    )

  /** One promise per key, so that it is fit for `use()`; another once it lives again. Removed, it ends as last seen. */
  function promises(isOver: (generation: Generation) => boolean) {
    const made = new Map<string, { promise: Promise<Generation>; over: boolean }>()
    return (key: string): Promise<Generation> => {
      const known = made.get(key)
      let last = find(key)
      if (known && !(known.over && last && !isOver(last))) return known.promise
      const { promise, resolve } = Promise.withResolvers<Generation>()
      const entry = { promise, over: false }
      made.set(key, entry)
      const check = () => {
        const now = find(key)
        const removed = !now && last
        last = now ?? last
        entry.over = last !== undefined && (Boolean(removed) || isOver(last))
        if (entry.over && last) resolve(last)
        return entry.over
      }
      if (check()) return promise
      const stop = journal.subscribe(() => check() && stop())
      return promise
    }
  }

  return {
    of,
    isReplaced,
    lead,
    alias: (key, target) => void (target === undefined ? aliases.delete(key) : aliases.set(key, target)),
    find,
    list,
    submitted: promises(({ status, confirming }) => status !== 'queued' && status !== 'submitting' && !confirming),
    outcome: promises(
      ({ settled, status, detached, confirming }) => settled || detached || (status === 'uncertain' && !confirming),
    ),
  }
}

const inView = ({ dismissedAt }: JournalRecord): boolean => dismissedAt === undefined

const newestFirst = (a: JournalRecord, b: JournalRecord): number => b.place - a.place || (a.key < b.key ? 1 : -1)
