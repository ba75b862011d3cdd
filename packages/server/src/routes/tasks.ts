import { KEY_PATTERN, LimnError, MAX_SLOT, codePoints, isSound } from '@limn/core'
import type { Answer } from '../answer.ts'
import { fromBase64Url, toBase64Url } from '../base64url.ts'
import type { Cursor } from '../ledger/steps.ts'
import type { Call, Runtime } from '../runtime.ts'
import { findRow, findTask } from './findTask.ts'
import { holdUntilChange } from './hold.ts'
import { streamTasks } from './stream.ts'
import { MAX_IDS, toList } from './taskList.ts'

const MAX_PAGE = 100
const PAGE = 50

/** `GET /tasks?ids=…`: up to 32 tasks at once. `GET /tasks?cursor=&limit=&slot=`: the caller's own, newest first. */
export async function tasks(call: Call, runtime: Runtime): Promise<Answer> {
  const query = new URL(call.request.url).searchParams
  const ids = query.get('ids')
  if (ids === null) return list(call, runtime, query)
  if (['cursor', 'limit', 'slot'].some((name) => query.has(name)))
    throw invalid('`ids` names the tasks: `cursor`, `limit` and `slot` are for a list.')
  return batch(call, runtime, ids.split(','))
}

async function batch(call: Call, runtime: Runtime, ids: readonly string[]): Promise<Answer> {
  if (ids.length > MAX_IDS || ids.includes(''))
    throw invalid(`\`ids\` takes 1 to ${MAX_IDS} task ids, divided by commas.`)
  const first = await Promise.all(ids.map((id) => findTask(runtime, call, id)))
  const streamed = streamTasks(call, runtime, first)
  if (streamed) return streamed
  const { found, headers } = await holdUntilChange(call, runtime, first)
  return {
    status: 200,
    headers,
    body: await toList(runtime, found),
    degraded: found.some(({ degraded }) => degraded),
  }
}

async function list(call: Call, runtime: Runtime, query: URLSearchParams): Promise<Answer> {
  const { ledger, listed } = runtime
  if (!ledger || !listed) throw new LimnError('not_found', 'This proxy keeps no list.')
  const { id: principal } = call.user
  const [limit, slot] = [limitOf(query.get('limit')), query.get('slot') ?? undefined]
  if (slot !== undefined && (codePoints(slot) > MAX_SLOT || !isSound(slot)))
    throw invalid(`\`slot\` is text of at most ${MAX_SLOT} characters.`)
  const rows = await ledger.list({ principal, slot, after: readCursor(query.get('cursor')), limit: limit + 1 })
  const page = rows.slice(0, limit)
  const found = await Promise.all(page.map((row) => findRow(runtime, row)))
  const next = rows.length > limit ? writeCursor(page.at(-1)!) : null
  return { status: 200, body: await toList(runtime, found, next) }
}

function limitOf(text: string | null): number {
  if (text === null) return PAGE
  const limit = Number(text)
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MAX_PAGE) return limit
  throw invalid(`\`limit\` is a number from 1 to ${MAX_PAGE}.`)
}

const writeCursor = ({ createdAt, key }: Cursor) =>
  toBase64Url(new TextEncoder().encode(JSON.stringify([createdAt, key])))

/** Untrusted, but it can only name a place in the caller's own list. */
function readCursor(text: string | null): Cursor | undefined {
  if (text === null) return undefined
  try {
    const [createdAt, key] = JSON.parse(new TextDecoder().decode(fromBase64Url(text))) as unknown[]
    if (Number.isSafeInteger(createdAt) && typeof key === 'string' && KEY_PATTERN.test(key))
      return { createdAt: createdAt as number, key }
  } catch {
    // Falls through: it was not one of ours.
  }
  throw invalid('`cursor` is the `next_cursor` of an earlier page, as it was.')
}

const invalid = (message: string) => new LimnError('invalid_request', message)
