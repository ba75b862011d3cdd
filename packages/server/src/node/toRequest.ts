import type { IncomingMessage } from 'node:http'
import { LimnError } from '@limn/core'
import { incomingOf, type NativeRequest } from './NativeRequest.ts'

/** A request with what Express, Connect, Fastify and body parsers add. */
export type Arrived = NativeRequest & {
  readonly originalUrl?: string
  readonly protocol?: string
  readonly body?: unknown
}

/**
 * A native request as a web one; undefined when its head makes none. `gone` aborts a read whose caller has left; nothing
 * aborts anything else: a create outlives its caller.
 */
export function toRequest(native: Arrived, gone: AbortSignal): Request | undefined {
  const incoming = incomingOf(native)
  try {
    const method = incoming.method ?? 'GET'
    const headers = toHeaders(incoming.rawHeaders)
    // Node's fetch forbids these names; a name that no route knows gets the same 405.
    const allowed = ['TRACE', 'TRACK', 'CONNECT'].includes(method) ? `X-${method}` : method
    const init = { method: allowed, headers, duplex: 'half' }
    const read = method === 'GET' || method === 'HEAD'
    const body = read ? { signal: gone } : { body: bodyOf(native, incoming, headers) }
    return new Request(urlOf(native), { ...init, ...body })
  } catch {
    return undefined
  }
}

/** The path exactly as it was sent: what URL would tidy up (`/../`, `%2e`) is kept from naming a route. */
function urlOf(native: Arrived): string {
  const origin = originOf(native)
  const { path, query } = targetOf(native)
  const url = new URL(URL.canParse(origin) ? origin : 'http://localhost')
  url.pathname = path
  if (url.pathname !== path) url.pathname = `/${encodeURIComponent(path)}`
  // The setter takes one `?` off, which may be the query's own.
  url.search = query && `?${query}`
  return url.href
}

/** Scheme and host, as the caller named them. */
export function originOf(native: Arrived): string {
  const { socket, headers } = incomingOf(native)
  const encrypted = 'encrypted' in socket && socket.encrypted === true
  const secure = native.protocol === undefined ? encrypted : native.protocol === 'https'
  return `${secure ? 'https' : 'http'}://${headers.host ?? 'localhost'}`
}

/** Path and query, as they were sent. */
export function targetOf(native: Arrived) {
  const [path = '/', ...query] = (native.originalUrl ?? incomingOf(native).url ?? '/').split('?')
  return { path, query: query.join('?') }
}

function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let index = 0; index < raw.length; index += 2)
    if (!raw[index]!.startsWith(':')) headers.append(raw[index]!, raw[index + 1]!)
  return headers
}

/** The stream, or what a body parser has made of it. */
function bodyOf({ body }: Arrived, incoming: IncomingMessage, headers: Headers): BodyInit | null {
  if (!incoming.readableDidRead) return toStream(incoming)
  if (body === undefined) return lost()
  headers.delete('content-length')
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

/** A body that somebody read and kept. */
function lost(): ReadableStream<Uint8Array> {
  const cause = new Error('the body was read in front of limn and not left at req.body: pass the request that has it')
  const error = new LimnError('internal_error', 'Something went wrong on this server. Nothing was sent.', { cause })
  return new ReadableStream({ pull: (controller) => controller.error(error) }, { highWaterMark: 0 })
}
