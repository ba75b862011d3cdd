import { FRESH_WATCH, LimnError, clip, isLimnError, toErrorBody } from '@limn/core'
import { reasonOf } from '../ledger/guardLedger.ts'
import type { Ledger, Row } from '../ledger/ledger.ts'
import { openKeptLedger } from './openKeptLedger.ts'
import type { ResolveFlags } from './readResolveFlags.ts'
import { UsageError } from './UsageError.ts'

const LISTED = 1000

/** Lists the creates of which nobody knows whether they were executed, or settles one by hand. @throws UsageError */
export async function resolveUnclear({ ledger: choice, found }: ResolveFlags, out: { write(text: string): unknown }) {
  const ledger = await openKeptLedger('resolve', choice)
  try {
    out.write(found ? await settleOne(ledger, found) : await listAll(ledger))
  } catch (error) {
    throw isLimnError(error) || error instanceof UsageError ? error : new UsageError(`resolve: ${reasonOf(error)}`)
  } finally {
    await ledger.close()
  }
}

async function listAll(ledger: Ledger): Promise<string> {
  const rows = await ledger.unclear({ limit: LISTED })
  if (rows.length === 0) return 'Nothing is unclear.\n'
  const lines = rows.map(({ principal, key, createdAt, held, request }) =>
    // One line each, whatever stands in them.
    [new Date(createdAt).toISOString(), `${held} credits held`, principal, key, clip(request?.prompt ?? '', 60)]
      .map((value) =>
        JSON.stringify(value)
          .slice(1, -1)
          .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped),
      )
      .join('  '),
  )
  return `${lines.join('\n')}\n${rows.length} unclear.\n`
}

/** What JSON leaves as it is, though a terminal obeys it. */
const escaped = (char: string) =>
  Array.from({ length: char.length }, (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`).join(
    '',
  )

async function settleOne(ledger: Ledger, found: NonNullable<ResolveFlags['found']>): Promise<string> {
  const row = await ledger.find(found)
  if (row?.state !== 'ambiguous') throw new UsageError(standing(row))
  const { taskId } = found
  const after =
    taskId === undefined
      ? await ledger.reject(row, { status: 400, body: toErrorBody(notExecuted()) })
      : await ledger.accept(row, { taskId, watch: FRESH_WATCH })
  if (!after) throw new UsageError('It was settled by somebody else in this moment.')
  return taskId === undefined
    ? `Settled as never executed: ${row.held} credits are free again.\n`
    : `Settled as accepted: ${row.held} credits are spent, and whoever watches will look at the task.\n`
}

const standing = (row: Row | undefined) =>
  row ? `This create is not unclear: it is ${row.state}.` : 'There is no create of this principal under this key.'

const notExecuted = () =>
  new LimnError('upstream_refused', 'Whoever runs this server found that it was never executed. Nothing was charged.')
