import { toErrorBody, type Settled, type Watch } from '@limn/core'
import { creditsOf } from './creditsOf.ts'
import type { Emit } from './events.ts'
import type { Ledger, Row } from './ledger/ledger.ts'

/** Writes down what a look at a row's task has shown, and gives the row as it stands then. `seen`: a task was shown. */
export type Recorder = (row: Row, settled: Settled, seen: boolean) => Promise<Row>

interface RecorderParts {
  readonly ledger: Ledger
  readonly emit: Emit
  readonly refundFailed: boolean
  readonly now: () => number
  /** Keeps the pictures of a task that has just succeeded. */
  readonly keepPictures: ((row: Row, watch: Watch) => Promise<Row['archive']>) | undefined
  /** Whether nothing is left to do about a row once it is settled. */
  readonly finished: boolean
  /** Hears of every row that changed. */
  readonly onChange: (row: Row) => void
}

const GONE_FOR = 30 * 60_000
const MAX_AGE = 24 * 3_600_000

/** The way from a look into the ledger: only what is new is written. */
export function createRecorder({
  ledger,
  emit,
  refundFailed,
  now,
  keepPictures,
  finished,
  onChange,
}: RecorderParts): Recorder {
  async function write(row: Row, { watch, verdict }: Settled, seen: boolean): Promise<Row> {
    const { principal, key } = row
    const credits = seen ? creditsOf(watch.task, refundFailed) : undefined
    const archive = await keepPictures?.(row, watch)
    const after = await ledger.record({ principal, key }, { watch, credits, verdict, archive, finished })
    // Somebody else was faster: what they wrote stands.
    if (!after) return (await ledger.find({ principal, key })) ?? row
    if (after.settledAt !== undefined)
      emit({ type: 'settled', principal, key, credits: after.spent, code: watch.task?.error?.code })
    return after
  }

  return async (row, settled, seen) => {
    const after = isNews(row, settled) ? await write(row, settled, seen) : row
    const { principal, key } = row
    // A look that said nothing decides nothing, however old the task is.
    const lost = settled.verdict !== 'unread' && isLost(after, now())
    const told = lost ? ((await ledger.lose({ principal, key })) ?? after) : after
    if (told !== row) onChange(told)
    return told
  }
}

function isNews(row: Row, { watch, verdict }: Settled): boolean {
  const gone = row.goneSince !== undefined || row.state === 'lost'
  return (verdict === 'known' && gone) || (verdict === 'gone' && !gone) || textOf(row.watch) !== textOf(watch)
}

const textOf = ({ empty, missing, task }: Watch) =>
  JSON.stringify([empty, missing, task && { ...task, error: task.error && toErrorBody(task.error) }])

const isLost = (row: Row, now: number) =>
  row.state === 'accepted' &&
  row.settledAt === undefined &&
  ((row.goneSince !== undefined && now - row.goneSince >= GONE_FOR) ||
    (row.acceptedAt !== undefined && now - row.acceptedAt >= MAX_AGE))
