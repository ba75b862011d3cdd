import type { Feature, TaskStatus } from '@limn/core'
import { createLimn, type Limn, type LimnOptions } from '../index.ts'

/** A streamed look under way. */
interface Streaming {
  readonly ids: Set<string>
  readonly write: (text: string) => void
  /** `how`: as the proxy does it, or as a connection that breaks. */
  readonly end: (how?: 'broken') => void
}

/** A look that came to the proxy: at which ms, at which tasks, and how many s it would wait. */
interface Seen {
  readonly at: number
  readonly ids: readonly string[]
  readonly wait: number
  /** Aborted when its asker gives it up. */
  readonly signal: AbortSignal
}

/**
 * A proxy whose answers take no time, for counting looks under a faked clock: what signs and stores, as the real one does,
 * takes real time. No feature: a plain one.
 */
export function createScripted(...features: readonly Feature[]) {
  const statuses = new Map<string, TaskStatus>()
  const begunAt = new Map<string, number>()
  const looks: Seen[] = []
  const waiting = new Set<() => void>()
  const streams = new Set<Streaming>()
  const headers: Record<string, string> = features.length > 0 ? { 'limn-ledger': 'memory' } : {}
  const json = (body: object) => Response.json(body, { headers })
  const taskOf = (id: string) => ({
    id,
    status: statuses.get(id),
    data: statuses.get(id) === 'succeeded' ? [{ url: 'https://pictures.example/1.png' }] : [],
  })

  const scripted = {
    looks,
    /** Looks under way. */
    underWay: () => waiting.size + streams.size,
    streams,
    /** Streams tell of what begins meanwhile. */
    tellsOfNew: true,
    /** Answers a look in the proxy's place, where it returns something. */
    intercept: undefined as ((seen: Seen) => Promise<Response> | Response | undefined) | undefined,
    set: (id: string, status: TaskStatus) => {
      statuses.set(id, status)
      for (const end of waiting) end()
      for (const stream of streams) if (stream.ids.has(id)) tell(stream, [id])
    },
    page: (options: LimnOptions = {}): Limn =>
      createLimn({ endpoint: '/scripted', journal: 'memory', fetch: answer, ...options }),
  }
  return scripted

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname.endsWith('/capabilities'))
      return features.length > 0
        ? json({ limn: 1, ledger: 'memory', ledger_id: 'one', now: Date.now(), features: ['idempotency', ...features] })
        : new Response('', { status: 404 })
    if (request.method === 'POST') {
      const id = `t${statuses.size}`
      statuses.set(id, 'processing')
      begunAt.set(id, Date.now())
      for (const stream of scripted.tellsOfNew ? streams : []) if (stream.ids.size < 32) tell(stream, [id])
      return json(taskOf(id))
    }
    const ids = searchParams.get('ids')?.split(',') ?? [pathname.split('/').at(-1)!]
    const wait = Number(/\d+/.exec(request.headers.get('prefer') ?? '0')?.[0])
    const seen = { at: Date.now(), ids, wait, signal: request.signal }
    looks.push(seen)
    const instead = scripted.intercept?.(seen)
    if (instead) return instead
    const reads = request.headers.get('accept')?.includes('application/x-ndjson')
    if (wait > 0 && reads) return streaming(ids, wait, request.signal)
    if (wait > 0 && ids.every((id) => statuses.get(id) === 'processing')) await held(wait, request.signal)
    return json(searchParams.has('ids') ? { object: 'list', data: ids.map(taskOf) } : taskOf(ids[0]!))
  }

  function recent() {
    return [...begunAt].flatMap(([id, at]) => (Date.now() - at < 2000 ? [id] : []))
  }

  function tell(stream: Streaming, ids: readonly string[]) {
    for (const id of ids) stream.ids.add(id)
    stream.write(`${JSON.stringify({ object: 'list', data: ids.map(taskOf) })}\n`)
    if ([...stream.ids].every((id) => statuses.get(id) !== 'processing')) stream.end()
  }

  function streaming(ids: readonly string[], wait: number, signal: AbortSignal): Response {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const over = () => {
      clearTimeout(timer)
      clearInterval(beat)
      streams.delete(stream)
    }
    const stream: Streaming = {
      ids: new Set(),
      write: (text) => void writer.write(new TextEncoder().encode(text)).catch(() => {}),
      end: (how) => {
        over()
        void (how === 'broken' ? writer.abort(new TypeError('broken')) : writer.close()).catch(() => {})
      },
    }
    const timer = setTimeout(stream.end, wait * 1000)
    const beat = setInterval(() => stream.write('\n'), 10_000)
    streams.add(stream)
    if (signal.aborted) over()
    signal.addEventListener('abort', over)
    // What has just begun comes along.
    tell(stream, scripted.tellsOfNew ? [...new Set([...ids, ...recent()])].slice(0, 32) : ids)
    return new Response(readable, { headers: { ...headers, 'content-type': 'application/x-ndjson' } })
  }

  function held(wait: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        waiting.delete(end)
        resolve()
      }
      const timer = setTimeout(end, wait * 1000)
      waiting.add(end)
      signal.addEventListener('abort', () => {
        end()
        reject(new DOMException('gone', 'AbortError'))
      })
    })
  }
}
