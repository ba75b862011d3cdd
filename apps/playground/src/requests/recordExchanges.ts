/** A request to the proxy and its answer. Times in ms since the page was opened. */
export interface Exchange {
  readonly id: number
  readonly method: string
  /** Below the endpoint, without what only machines read. */
  readonly path: string
  readonly at: number
  readonly sent: string
  /** Absent while it is under way. */
  readonly end?: number
  /** Absent where no answer came. */
  readonly status?: number
  /** Bytes of the answer's body. */
  readonly size?: number
  readonly answer?: string
}

/** What is kept, the last of them. */
const KEPT = 60
/** Letters of a body that are kept. */
const SHOWN = 4000

/** Notes each request that goes through its `fetch`, for the panel; immutable, another list after each change. */
export function recordExchanges() {
  let exchanges: readonly Exchange[] = []
  let count = 0
  const listeners = new Set<() => void>()
  const change = (next: readonly Exchange[]) => {
    exchanges = next
    for (const listener of listeners) listener()
  }
  const note = (id: number, news: Partial<Exchange>) =>
    change(exchanges.map((each) => (each.id === id ? { ...each, ...news } : each)))

  async function fetch(request: Request): Promise<Response> {
    const id = (count += 1)
    const { pathname, search } = new URL(request.url)
    const path = clip(decodeURIComponent(pathname + search).replace('/api/images', ''))
    const sent = request.body ? pretty(await request.clone().text()) : ''
    const begun: Exchange = { id, method: request.method, path, at: performance.now(), sent }
    change([...exchanges, begun].slice(-KEPT))
    try {
      const response = await globalThis.fetch(request)
      note(id, { status: response.status })
      void response
        .clone()
        .text()
        .then(
          (text) => note(id, { end: performance.now(), size: new Blob([text]).size, answer: pretty(text) }),
          () => note(id, { end: performance.now() }),
        )
      return response
    } catch (error) {
      note(id, { end: performance.now() })
      throw error
    }
  }

  return {
    fetch,
    get: () => exchanges,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: () => change([]),
  }
}

/** What the panel reads. */
export type Exchanges = ReturnType<typeof recordExchanges>

/** JSON as people read it. Handles are signed and links may be: only their beginnings are shown. */
function pretty(text: string): string {
  try {
    const shown = JSON.stringify(
      JSON.parse(text),
      (_name, value: unknown) => (typeof value === 'string' ? clip(value) : value),
      2,
    )
    return shown.slice(0, SHOWN)
  } catch {
    return clip(text.slice(0, SHOWN))
  }
}

const clip = (text: string) =>
  text
    .replaceAll(/limn1\.[\w.~-]{4,}/g, (handle) => `${handle.slice(0, 11)}…`)
    .replaceAll(/(https?:[^\s"?]+)\?[^\s"]*/g, '$1?…')
