import { meaningOf } from '../uploads/fileRequest.ts'
import type { Core } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'
import { scopeOf } from './freshRecord.ts'
import { withLock } from './withLock.ts'

/** ms in which an equal request is the same intent, whatever became of the first: a double click. */
export const DOUBLE_CLICK = 1000

interface Join {
  /** Writes down that it is being sent. */
  readonly send: () => Promise<unknown>
  /** What this page began. */
  readonly begun: ReadonlySet<string>
  readonly resume: (key: string) => Promise<void>
}

/**
 * Equal requests in one place are one intent in all tabs, and before and after a reload: the first that writes down that it
 * sends is the one, and the others follow it.
 */
export async function joinPages({ journal, generations }: Core, key: string, join: Join): Promise<void> {
  const scope = scopeOf(journal.get(key) ?? {})
  await (journal.state().durable ? withLock(scope, sendOrFollow) : join.send())

  async function sendOrFollow(): Promise<void> {
    const isShared = journal.get(key)?.slot !== undefined
    if (isShared || !journal.state().ready) for (const fresh of await journal.refresh()) void join.resume(fresh)
    const record = journal.get(key)
    const twin = record && [...journal.records()].find((other) => !join.begun.has(other.key) && isTwin(other, record))
    if (twin) {
      generations.alias(key, twin.key)
      await journal.dispatch(key, { type: 'cancel', at: Date.now(), by: twin.key })
    } else await join.send()
  }

  function isTwin(other: JournalRecord, record: JournalRecord): boolean {
    if (scopeOf(other) !== scope || other.sentAt === undefined || other.dismissedAt !== undefined) return false
    if (other.phase === 'canceled' || generations.isReplaced(other)) return false
    if (meaningOf(other.request) !== meaningOf(record.request)) return false
    const isOpen = other.phase === 'submitting' || other.phase === 'uncertain'
    // It was open when this one was asked for, if nobody here knew.
    const wasOpen = other.acceptedAt !== undefined && other.acceptedAt >= record.createdAt
    return isOpen || wasOpen || Math.abs(other.createdAt - record.createdAt) < DOUBLE_CLICK
  }
}
