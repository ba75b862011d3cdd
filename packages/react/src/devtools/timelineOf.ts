import type { JournalRecord } from '../journal/record.ts'
import type { Call } from './Call.ts'
import { statusOf } from './statusOf.ts'

/** One line of a timeline. Times in ms; `from` since it was asked for, `took` undefined where it took no time, or still does. */
export interface Moment {
  readonly from: number
  readonly took?: number | undefined
  readonly text: string
  readonly tone?: 'good' | 'bad' | 'quiet' | undefined
}

/** What happened to a generation, in order: what the journal knows of it, and the calls that were watched on this page. */
export function timelineOf(record: JournalRecord, calls: readonly Call[]): readonly Moment[] {
  const { createdAt, sentAt, acceptedAt, settledAt, task, error, phase } = record
  const from = (at: number) => at - createdAt
  const saw = (what: Call['what']) => calls.some((call) => call.what === what)
  const status = statusOf(record)
  const pictures = task?.data.length ?? 0
  const moments: Moment[] = [
    { from: 0, text: 'asked for', tone: 'quiet' },
    // What happened before this page is known by the journal alone.
    ...(sentAt !== undefined && !saw('create') ? [{ from: from(sentAt), text: 'create sent' }] : []),
    ...(acceptedAt !== undefined && !saw('create') ? [{ from: from(acceptedAt), text: 'accepted' }] : []),
    ...calls.map((call) => momentOf(call, createdAt)),
    ...(settledAt === undefined
      ? []
      : [
          {
            from: from(settledAt),
            text: `${status}${pictures > 0 ? `, ${pictures} ${pictures === 1 ? 'picture' : 'pictures'}` : ''}${task?.credits === undefined ? '' : `, ${task.credits} credits`}${reason(record)}`,
            tone: status === 'succeeded' ? ('good' as const) : ('bad' as const),
          },
        ]),
    ...(phase === 'uncertain' && error
      ? [{ from: Infinity, text: `uncertain${reason(record)}`, tone: 'bad' as const }]
      : []),
  ]
  return withWaits(moments.toSorted((a, b) => a.from - b.from))
}

const WORDS: { readonly [W in Call['what']]: string } = {
  create: 'create',
  look: 'look',
  ask: 'what became of the key?',
  abandon: 'give the key up',
}

function momentOf({ what, at, end, wait, said, failed }: Call, start: number): Moment {
  const held = wait === undefined ? '' : `, held up to ${wait} s`
  return {
    from: at - start,
    took: end === undefined ? undefined : end - at,
    text: `${WORDS[what]}${held}${end === undefined ? ' … under way' : said === 'aborted' ? ', given up to ask anew' : ` → ${said}`}`,
    tone: said === 'aborted' ? 'quiet' : failed ? 'bad' : undefined,
  }
}

const reason = ({ error, task }: JournalRecord): string => {
  const why = error ?? task?.error
  return why ? `: ${why.code}, ${why.message}` : ''
}

/** ms between two calls that are worth a line. */
const WAIT = 20

function withWaits(moments: readonly Moment[]): readonly Moment[] {
  let until = 0
  return moments.flatMap((moment) => {
    const gap = moment.from - until
    const began = until
    until = Math.max(until, moment.from + (moment.took ?? 0))
    return gap >= WAIT && gap < Infinity
      ? [{ from: began, took: gap, text: 'waited', tone: 'quiet' as const }, moment]
      : [moment]
  })
}
