import { STATUSES, type Watch } from '@limn/core'
import { within, type Environment } from '../environment.ts'
import type { Emit } from '../events.ts'
import type { Ledger, Row } from '../ledger/ledger.ts'
import { reasonOf } from '../ledger/guardLedger.ts'

/** Does what is left to do about a settled row: keeps its pictures, tells the app. */
export interface Finish {
  /** Whether nothing is left now. False: come again in a while. Never throws. */
  (row: Row): Promise<boolean>
}

interface FinishParts {
  readonly ledger: Ledger
  readonly emit: Emit
  readonly environment: Environment
  /** Tries again what could not be kept. */
  readonly keepPictures: ((row: Row, watch: Watch) => Promise<Row['archive']>) | undefined
  /** Asks upstream for URLs that still work. */
  readonly refresh: (row: Row) => Promise<Row>
  readonly onSettled: ((row: Row) => Promise<void>) | undefined
}

/** ms the app may take to hear of a settled generation. */
const PATIENCE = 60_000
/** ms that what failed is left alone, however many polls come by. */
const LEFT_ALONE = 60_000
const REMEMBERED = 10_000
/** Upstream's URLs live about a day: what was not kept by then is not kept. */
const KEEP_FOR = 24 * 3_600_000

/** One at a time for each row. */
export function createFinish({ ledger, emit, environment, keepPictures, refresh, onSettled }: FinishParts): Finish {
  const underway = new Map<string, Promise<boolean>>()
  const failed = new Map<string, number>()

  async function keep(row: Row): Promise<Row | undefined> {
    if (!keepPictures || isKept(row) || row.deletedAt !== undefined) return row
    const current = await refresh(row)
    const archive = await keepPictures(current, current.watch)
    const after = (archive && (await ledger.keep(row, archive))) ?? current
    if (isKept(after)) return after
    if (environment.now() - (row.settledAt ?? 0) < KEEP_FOR) return undefined
    emit({ type: 'error', message: 'a picture could not be archived while upstream had it', ...refOf(row) })
    return after
  }

  async function tell(row: Row): Promise<void> {
    if (!onSettled) return
    await within(PATIENCE, environment, onSettled(row), () => new Error(`no answer within ${PATIENCE / 1000} s`))
  }

  async function finish(row: Row): Promise<boolean> {
    try {
      const kept = await keep(row)
      if (!kept) return false
      await tell(kept)
      await ledger.finish(row)
      return true
    } catch (error) {
      emit({ type: 'error', message: `onSettled: ${reasonOf(error)}`, ...refOf(row) })
      return false
    }
  }

  function end(name: string, done: boolean): boolean {
    underway.delete(name)
    failed.delete(name)
    if (!done) failed.set(name, environment.now())
    if (failed.size > REMEMBERED) failed.delete(failed.keys().next().value!)
    return done
  }

  return (row) => {
    if (row.finishedAt !== undefined) return Promise.resolve(true)
    const name = JSON.stringify(refOf(row))
    const ago = environment.now() - (failed.get(name) ?? Number.NEGATIVE_INFINITY)
    if (ago >= 0 && ago < LEFT_ALONE) return Promise.resolve(false)
    const begun = underway.get(name) ?? finish(row).then((done) => end(name, done))
    underway.set(name, begun)
    return begun
  }
}

/** Whether all that can be seen of a row's pictures is in the archive. */
const isKept = ({ watch, archive }: Row): boolean =>
  watch.task?.status !== 'succeeded' || watch.task.data.every(({ url }, index) => url === null || archive?.[index])

/** Whether a row has come to its end. */
export const isSettled = ({ watch }: Pick<Row, 'watch'>): boolean =>
  watch.task !== undefined && STATUSES[watch.task.status].settled

const refOf = ({ principal, key }: Row) => ({ principal, key })
