import type { Emit } from '../events.ts'
import { reasonOf } from '../ledger/guardLedger.ts'
import type { Ledger, Row } from '../ledger/ledger.ts'
import { createPoller, type Poller } from '../poll.ts'
import { createRecorder } from '../recorder.ts'
import type { Line } from '../send.ts'
import type { Watch } from '@limn/core'
import { POLLS_PER_SECOND, createAgenda } from './agenda.ts'
import { createChanges, type Changes } from './changes.ts'
import { createFinish, type Finish } from './finish.ts'
import { keepHouse } from './housekeeping.ts'
import { createLearned, type Learned } from './learned.ts'
import { sweep, type Swept } from './sweep.ts'
import { createWatcher, type Watcher } from './watcher.ts'

/** All that follows a task from its acceptance to its end, where a ledger is kept. */
export interface Watching {
  readonly poller: Poller
  readonly watcher: Watcher
  readonly changes: Changes
  readonly finish: Finish
  readonly learned: Learned
  sweep(signal?: AbortSignal): Promise<Swept>
}

interface WatchingParts {
  readonly ledger: Ledger
  readonly emit: Emit
  readonly refundFailed: boolean
  /** Looks a second. */
  readonly pollsPerSecond?: number | undefined
  readonly keepPictures?: ((row: Row, watch: Watch) => Promise<Row['archive']>) | undefined
  readonly onSettled?: ((row: Row) => Promise<void>) | undefined
  /** What else is to be cleaned up once an hour. */
  readonly clean?: (() => Promise<void>) | undefined
}

/** Wires the parts of the watch; nothing runs before `watcher.start()`. */
export function createWatch(line: Line, parts: WatchingParts): Watching {
  const { ledger, emit, refundFailed, keepPictures, onSettled, clean, pollsPerSecond = POLLS_PER_SECOND } = parts
  const { environment } = line
  const changes = createChanges(environment, { ledger, known: (row) => watcher.known(taskOf(row)) })
  const record = createRecorder({
    ledger,
    emit,
    refundFailed,
    now: environment.now,
    keepPictures,
    finished: !keepPictures && !onSettled,
    onChange(row) {
      watcher.tell(row)
      changes.tell(row)
    },
  })
  const poller = createPoller(line, { ledger, emit, record })
  const finish = createFinish({ ledger, emit, environment, keepPictures, refresh, onSettled })
  async function refresh(row: Row): Promise<Row> {
    await poller.poll({ ...taskOf(row), at: row.acceptedAt!, row }, true)
    return (await ledger.find(row)) ?? row
  }
  const learned = createLearned(environment, ledger)
  const housekeeping = async () => {
    await keepHouse(ledger)
    await clean?.().catch((error: unknown) => emit({ type: 'error', message: `references: ${reasonOf(error)}` }))
  }
  const agenda = createAgenda({ perSecond: pollsPerSecond })
  const watcher: Watcher = createWatcher({ ledger, poller, agenda, finish, learned, environment, housekeeping })
  const swept = { ledger, poller, finish, environment, housekeeping, perSecond: pollsPerSecond }
  return { poller, watcher, changes, finish, learned, sweep: (signal) => sweep(swept, signal) }
}

const taskOf = ({ principal, taskId = '' }: Row) => ({ principal, taskId })
