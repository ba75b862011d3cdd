import type { Core, Engine } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'
import type { Call } from './Call.ts'
import { watchClient } from './watchClient.ts'

/** All that is known of what happened: immutable, another object after each change. */
export interface Recorded {
  readonly core: Core | undefined
  /** Newest first; those that were replaced or dismissed too. */
  readonly records: readonly JournalRecord[]
  /** By a generation's key, in the order in which they began. */
  readonly calls: ReadonlyMap<string, readonly Call[]>
}

interface Recorder {
  readonly get: () => Recorded
  readonly subscribe: (listener: () => void) => () => void
}

/** Calls that are kept of one generation: its last ones. */
const KEPT = 200

const recorders = new WeakMap<Engine, Recorder>()

/** The one recorder of an engine: it begins with the first to ask for it, and lives as long as the engine. */
export function recorderOf(engine: Engine): Recorder {
  const known = recorders.get(engine)
  if (known) return known
  const made = createRecorder(engine)
  recorders.set(engine, made)
  return made
}

function createRecorder(engine: Engine): Recorder {
  let recorded: Recorded = { core: undefined, records: [], calls: new Map() }
  const listeners = new Set<() => void>()
  const change = (patch: Partial<Recorded>) => {
    recorded = { ...recorded, ...patch }
    for (const listener of listeners) listener()
  }

  // Of the journal itself: a task is looked at before anybody is told that it is there.
  const keyOf = (id: string) => [...(engine.core?.journal.records() ?? [])].find(({ task }) => task?.id === id)?.key

  function note(key: string | undefined, call: Call, before?: Call) {
    if (key === undefined) return
    const calls = recorded.calls.get(key) ?? []
    const next = before ? calls.map((one) => (one === before ? call : one)) : [...calls, call].slice(-KEPT)
    change({ calls: new Map(recorded.calls).set(key, next) })
  }

  function look() {
    const { core } = engine
    if (!core) return
    if (!recorded.core) watchClient(core.client, keyOf, note)
    change({ core, records: [...core.journal.records()].toSorted((a, b) => b.place - a.place) })
  }
  engine.subscribe(look)
  look()

  return {
    get: () => recorded,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
