import type { Environment } from '../environment.ts'
import type { Ledger, Row } from '../ledger/ledger.ts'
import type { Poller } from '../poll.ts'
import type { Agenda } from './agenda.ts'
import { createEndings } from './endings.ts'
import { isSettled, type Finish } from './finish.ts'
import type { Learned } from './learned.ts'

/** Looks after running tasks, whoever asks for them and whether or not anybody does. */
export interface Watcher {
  /** Begins, once. */
  start(): void
  /** Whether it has begun and not ended. */
  readonly active: boolean
  /** The name that tasks accepted here are watched under; undefined until the ledger has given it. */
  readonly owner: string | undefined
  /** Takes on a row that carries our name. */
  add(row: Row): void
  /** A row that is watched here, as last known. */
  known(task: { readonly principal: string; readonly taskId: string }): Row | undefined
  /** A row has changed by other hands. */
  tell(row: Row): void
  /** Ends; what was watched is free for others at once. */
  stop(): Promise<void>
}

interface WatcherParts {
  readonly ledger: Ledger
  readonly poller: Poller
  readonly agenda: Agenda
  readonly finish: Finish
  readonly learned: Learned
  readonly environment: Environment
  /** Once in a while. Never throws. */
  readonly housekeeping: () => Promise<void>
}

const LEASE = 15_000
const BEAT = 5000
const HOUSEKEEPING = 3_600_000

/** A watcher that has not begun. */
export function createWatcher(parts: WatcherParts): Watcher {
  const { ledger, poller, agenda, finish, learned, environment, housekeeping } = parts
  const { now } = environment
  const rows = new Map<string, Row>()
  const timers = new Map<'turn' | 'beat' | 'clean', () => void>()
  let name: string = crypto.randomUUID()
  /** All names of this watcher: a row may still be read under one that ran out, after it was taken anew. */
  const names = new Set<string | undefined>()
  let owner: string | undefined
  let [started, stopped] = [false, false]
  let beating = Promise.resolve()
  const looks = new Set<Promise<void>>()
  const endings = createEndings({ ledger, finish, environment, isOurs: ({ watcher }) => watcher === owner })

  /** One timer of each name. */
  function later(timer: 'turn' | 'beat' | 'clean', ms: number, task: () => void) {
    timers.get(timer)?.()
    if (!stopped) timers.set(timer, environment.after(ms, task))
  }

  function wake() {
    const wait = agenda.wait(now())
    if (wait !== undefined) later('turn', wait, turn)
  }

  function turn() {
    for (let next = agenda.take(now()); next !== undefined; next = agenda.take(now())) {
      const over: Promise<void> = lookAt(next).finally(() => looks.delete(over))
      looks.add(over)
    }
    wake()
  }

  /** What it shows of a row is told by whoever writes it down. */
  async function lookAt(id: string): Promise<void> {
    const row = rows.get(id)!
    const { error } = await poller.look({ taskId: row.taskId!, at: row.acceptedAt!, row })
    const retryAfter = error?.code === 'rate_limited' ? (error.retryAfter ?? BEAT) : undefined
    agenda.looked(id, now(), { failed: error !== undefined && error.status !== 404, retryAfter })
    wake()
  }

  function drop(id: string) {
    rows.delete(id)
    agenda.remove(id)
  }

  function tell(row: Row) {
    const id = idOf(row)
    if (!rows.has(id)) return
    const ours = names.has(row.watcher)
    if (ours && row.state === 'accepted' && !isSettled(row)) {
      rows.set(id, row)
      return
    }
    drop(id)
    if (ours && isSettled(row)) endings.add(row)
  }

  function add(row: Row) {
    if (stopped || owner === undefined || row.watcher !== owner) return
    if (isSettled(row)) return endings.add(row)
    rows.set(idOf(row), row)
    agenda.add(idOf(row), { acceptedAt: row.acceptedAt ?? now(), usual: row.request && learned.of(row.request) })
    wake()
  }

  function forgetAll() {
    endings.clear()
    for (const id of rows.keys()) drop(id)
    owner = undefined
  }

  async function beat(): Promise<void> {
    if (stopped) return
    try {
      const taken = await ledger.watch({ owner: name, lease: LEASE })
      if (!taken) {
        // Too long silent: others may have what was ours.
        forgetAll()
        name = crypto.randomUUID()
        return await beat()
      }
      owner = name
      names.add(name)
      for (const row of taken) add(row)
    } catch {
      // The ledger has been told of; what is watched here goes on.
    }
    later('beat', BEAT, pulse)
  }

  function pulse() {
    beating = beat()
  }

  async function clean(): Promise<void> {
    if (stopped) return
    await housekeeping()
    later('clean', HOUSEKEEPING, () => void clean())
  }

  return {
    start() {
      if (started || stopped) return
      started = true
      void learned.refresh().then(() => {
        pulse()
        return beating.then(clean)
      })
    },
    get active() {
      return started && !stopped
    },
    get owner() {
      return owner
    },
    add,
    known: (task) => rows.get(idOf(task)),
    tell,
    async stop() {
      stopped = true
      await beating
      const had = owner
      for (const cancel of timers.values()) cancel()
      forgetAll()
      await Promise.allSettled([...looks, endings.stop()])
      if (had !== undefined) await ledger.watch({ owner: had, lease: 0 }).catch(() => undefined)
    },
  }
}

/** No principal has a NUL in its id. */
const idOf = ({ principal, taskId = '' }: { readonly principal: string; readonly taskId?: string | undefined }) =>
  `${principal}\0${taskId}`
