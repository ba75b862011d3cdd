import { STATUSES } from '@limn/core'
import { BASELINE, type Answer } from '../answer.ts'
import type { Row } from '../ledger/ledger.ts'
import type { Call, Runtime } from '../runtime.ts'
import { isSettled } from '../watch/finish.ts'
import { findRow, type Found } from './findTask.ts'
import { again, waitOf } from './hold.ts'
import { MAX_IDS, toList } from './taskList.ts'

/** s a stream lasts at most: many gateways give a whole answer a minute. */
const MAX_STREAM = 55
/** ms without news after which an empty line says that somebody is there. */
const BEAT = 10_000
const LINES = 'application/x-ndjson'

/**
 * Answers a poll of many that waits (`Prefer: wait=N`) and reads lines: a list of all at once, then one of what has changed
 * whenever something has, and of what the caller begins here meanwhile. It ends with the last task, after N s, when the
 * proxy closes or when the caller leaves. Undefined where it is to be answered at once, with one list.
 */
export function streamTasks(call: Call, runtime: Runtime, found: readonly Found[]): Answer | undefined {
  const seconds = waitOf(call, MAX_STREAM)
  const live = found.filter(isLive)
  const isKnown = found.every(({ row, error }) => row !== undefined || error !== undefined)
  const reads = call.request.headers.get('accept')?.toLowerCase().includes(LINES)
  if (!reads || seconds === undefined || !runtime.watching?.watcher.active || !isKnown || live.length === 0)
    return undefined
  const leave = call.hold()
  if (!leave) return undefined
  const bytes = linesOf(runtime, call, { found, seconds, leave })
  return {
    status: 200,
    headers: {
      'content-type': LINES,
      'preference-applied': `wait=${seconds}`,
      // Whoever packs or gathers what passes would keep it until it is over.
      'cache-control': `${BASELINE['cache-control']}, no-transform`,
      'x-accel-buffering': 'no',
    },
    bytes,
    degraded: found.some(({ degraded }) => degraded),
  }
}

interface Told {
  readonly found: readonly Found[]
  readonly seconds: number
  /** Gives back the place to wait in. */
  readonly leave: () => void
}

/** Nothing is read ahead: a slow reader is told what stands when it reads on. */
function linesOf(runtime: Runtime, call: Call, { found, seconds, leave }: Told): ReadableStream<Uint8Array> {
  const { environment } = runtime
  const { changes } = runtime.watching!
  const live = new Map(found.filter(isLive).map((one) => [one.handle, one]))
  const begun: Row[] = []
  let isOver = false
  let wake = () => {}

  const unfollow = changes.follow(call.user.id, (row) => {
    const isKnown = [...live.values()].some((one) => one.row?.key === row.key)
    if (isKnown || isSettled(row) || live.size + begun.length >= MAX_IDS) return
    begun.push(row)
    wake()
  })
  const cancel = environment.after(seconds * 1000, end)
  const endings = [call.request.signal, changes.ending]
  for (const signal of endings) signal.addEventListener('abort', end)
  if (endings.some(({ aborted }) => aborted)) end()

  /** Whether or not anybody reads on. */
  function end() {
    isOver = true
    cancel()
    for (const signal of endings) signal.removeEventListener('abort', end)
    unfollow()
    leave()
    wake()
  }

  /** What differs from what was told last; nothing after a while without news, and when it is over. */
  async function news(): Promise<readonly Found[]> {
    const woken = new AbortController()
    const { signal: silence } = woken
    wake = () => woken.abort()
    const stop = environment.after(BEAT, wake)
    const rows = [...live.values()].map(({ row }) => row!)
    if (!isOver && begun.length === 0) await changes.next(rows, silence)
    stop()
    if (isOver) return []
    const since = await Promise.all(begun.splice(0).map((row) => findRow(runtime, row)))
    for (const one of since) live.set(one.handle, one)
    if (silence.aborted) return since
    const now = await Promise.all([...live.values()].map((one) => again(runtime, call, one)))
    const changed = now.filter(({ handle, task }) => task?.status !== live.get(handle)?.task?.status)
    for (const one of now)
      if (isLive(one)) live.set(one.handle, one)
      else live.delete(one.handle)
    return [...since, ...changed]
  }

  const write = async (told: readonly Found[]) =>
    new TextEncoder().encode(told.length > 0 ? `${JSON.stringify(await toList(runtime, told))}\n` : '\n')

  let first: readonly Found[] | undefined = found
  return new ReadableStream<Uint8Array>(
    {
      async pull(out) {
        try {
          const told = first ?? (await news())
          first = undefined
          if (live.size === 0) end()
          if (told.length > 0 || !isOver) out.enqueue(await write(told))
          if (isOver) out.close()
        } catch (error) {
          end()
          throw error
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}

const isLive = ({ row, task }: Found) => row !== undefined && task !== undefined && !STATUSES[task.status].settled
