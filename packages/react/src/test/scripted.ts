import type { Feature, TaskStatus } from '@limn/core'
import { createLimn, type Limn, type LimnOptions } from '../index.ts'

/** A look that came to the proxy: at which ms, at which tasks, and how many s it would wait. */
interface Seen {
  readonly at: number
  readonly ids: readonly string[]
  readonly wait: number
}

/**
 * A proxy whose answers take no time, for counting looks under a faked clock: what signs and stores, as the real one does,
 * takes real time. No feature: a plain one.
 */
export function createScripted(...features: readonly Feature[]) {
  const statuses = new Map<string, TaskStatus>()
  const looks: Seen[] = []
  const waiting = new Set<() => void>()
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
    underWay: () => waiting.size,
    /** Answers a look in the proxy's place, where it returns something. */
    intercept: undefined as ((seen: Seen) => Promise<Response> | Response | undefined) | undefined,
    set: (id: string, status: TaskStatus) => {
      statuses.set(id, status)
      for (const end of waiting) end()
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
      return json(taskOf(id))
    }
    const ids = searchParams.get('ids')?.split(',') ?? [pathname.split('/').at(-1)!]
    const wait = Number(/\d+/.exec(request.headers.get('prefer') ?? '0')?.[0])
    const seen = { at: Date.now(), ids, wait }
    looks.push(seen)
    const instead = scripted.intercept?.(seen)
    if (instead) return instead
    if (wait > 0 && ids.every((id) => statuses.get(id) === 'processing')) await held(wait, request.signal)
    return json(searchParams.has('ids') ? { object: 'list', data: ids.map(taskOf) } : taskOf(ids[0]!))
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
