import type { Core } from './Engine.ts'
import type { JournalRecord } from './journal/record.ts'
import { stateOf } from './machine/transition.ts'

/** Calls the provider's `onSettled`: once per generation and browser, and not for those found settled. */
export interface Teller {
  /** Begun on this page: told even when it was refused at once. */
  readonly own: (key: string) => void
  readonly tell: () => void
}

export function createTeller(core: Core): Teller {
  const { journal, generations } = core
  const expected = new Set<string>()

  async function settled(record: JournalRecord) {
    expected.delete(record.key)
    // What settled it is written down first: this is called before it is.
    await Promise.resolve()
    // What another stands for is that one's to tell.
    if (generations.isReplaced(journal.get(record.key) ?? record)) return
    // Two tabs may get here: the journal says which was first.
    if (core.options.onSettled && (await journal.dispatch(record.key, { type: 'tell' })))
      core.options.onSettled?.(generations.of(journal.get(record.key) ?? record))
  }

  function tell() {
    for (const record of journal.records()) {
      if (stateOf(record) !== 'settled') expected.add(record.key)
      else if (expected.has(record.key)) void settled(record)
    }
  }

  return {
    own: (key) => {
      expected.add(key)
      tell()
    },
    tell,
  }
}
