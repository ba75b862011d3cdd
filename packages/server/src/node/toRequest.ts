import type { IncomingMessage } from 'node:http'

/** What Express, Connect and body parsers add. */
interface Incoming extends IncomingMessage {
  originalUrl?: string
  protocol?: string
  body?: unknown
}

/** Node's request as a web one; undefined when its head makes none. Nothing aborts it: a create outlives its caller. */
export function toRequest(incoming: Incoming): Request | undefined {
  try {
    const method = incoming.method ?? 'GET'
    const headers = toHeaders(incoming.rawHeaders)
    const bodiless = method === 'GET' || method === 'HEAD'
    // Node's fetch forbids these names; a name that no route knows gets the same 405.
    const allowed = ['TRACE', 'TRACK', 'CONNECT'].includes(method) ? `X-${method}` : method
    const init = { method: allowed, headers, duplex: 'half' }
    return new Request(urlOf(incoming), bodiless ? init : { ...init, body: bodyOf(incoming, headers) })
  } catch {
    return undefined
  }
}

/** The path exactly as it was sent: what URL would tidy up (`/../`, `%2e`) is kept from naming a route. */
function urlOf(incoming: Incoming): string {
  const encrypted = 'encrypted' in incoming.socket && incoming.socket.encrypted === true
  const origin = `${incoming.protocol ?? (encrypted ? 'https' : 'http')}://${incoming.headers.host ?? 'localhost'}`
  const [path = '/', ...query] = (incoming.originalUrl ?? incoming.url ?? '/').split('?')
  const url = new URL(URL.canParse(origin) ? origin : 'http://localhost')
  url.pathname = path
  if (url.pathname !== path) url.pathname = `/${encodeURIComponent(path)}`
  url.search = query.join('?')
  return url.href
}

function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let index = 0; index < raw.length; index += 2)
    if (!raw[index]!.startsWith(':')) headers.append(raw[index]!, raw[index + 1]!)
  return headers
}

/** The stream, or what a body parser has made of it. */
function bodyOf(incoming: Incoming, headers: Headers): BodyInit | null {
  if (incoming.body === undefined || !incoming.readableDidRead) return toStream(incoming)
  headers.delete('content-length')
  const { body } = incoming
  return typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : toJson(body)
}

/** What is too deep to be written again is no request: it is left empty, and refused as such. */
function toJson(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch {
    return ''
  }
}

function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => void (await chunks.return?.()),
  }
  // Nothing is read ahead: what is refused unread must still be drained.
  return new ReadableStream(source, { highWaterMark: 0 })
}
