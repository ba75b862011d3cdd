import { LimnError } from './errors.ts'
import { readError } from './readError.ts'
import { isObject } from './text.ts'

/** How to reach the proxy. */
export interface TransportOptions {
  /** Where the proxy is mounted. @default '/api/images' */
  endpoint?: string | undefined
  /** Sent with every call, such as a bearer token of *your* app; a function is asked each time. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined
  /** For a proxy on another origin. @default 'same-origin', as a Request has it */
  credentials?: RequestCredentials | undefined
  /** May answer in this process: then `endpoint` needs no origin. @default globalThis.fetch */
  fetch?: ((request: Request) => Promise<Response>) | undefined
}

/** An answer that came, read to its end. */
export interface Answer {
  readonly ok: boolean
  readonly status: number
  /** JSON where it was JSON, else the text. */
  readonly body: unknown
  /** A limn proxy answered. */
  readonly limn: boolean
  /** Why it is none; `entry`: why this one of many is none. */
  error(entry?: unknown): LimnError
}

interface Sending {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers: Record<string, string>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal: AbortSignal | undefined
  /** ms */
  readonly deadline: number
}

/** One way to the proxy: never retries, never follows a redirect, never reads a cache. */
export function createTransport({ endpoint = '/api/images', headers, credentials, fetch: send }: TransportOptions) {
  const base = endpoint.replace(/\/+$/, '')

  async function toRequest(path: string, sending: Sending, signal: AbortSignal): Promise<Request> {
    const merged = new Headers(typeof headers === 'function' ? await headers() : headers)
    for (const [name, value] of Object.entries(sending.headers)) merged.set(name, value)
    merged.set('accept', 'application/json')
    return new Request(absolute(base + path, send !== undefined), {
      method: sending.method,
      ...(sending.body !== undefined && { body: JSON.stringify(sending.body) }),
      headers: merged,
      signal,
      ...(credentials && { credentials }),
      redirect: 'manual',
      cache: 'no-store',
    })
  }

  return {
    /** @throws LimnError `network`, `timeout` or `aborted` when no whole answer came; `invalid_request` when nothing could be sent. */
    async send(path: string, sending: Sending): Promise<Answer> {
      const deadline = AbortSignal.timeout(sending.deadline)
      const signal = sending.signal ? AbortSignal.any([sending.signal, deadline]) : deadline
      const request = await toRequest(path, sending, signal).catch((cause: unknown) => {
        throw new LimnError('invalid_request', `Nothing was sent: the request could not be built. ${String(cause)}`, {
          cause,
        })
      })
      try {
        return await read(await (send ?? globalThis.fetch)(request))
      } catch (cause) {
        throw noAnswer(cause, sending.signal, deadline)
      }
    },
    /** A path-absolute URL of the proxy, as the page must write it. */
    resolve: (url: string) => (/^https?:/i.test(base) ? new URL(url, base).href : url),
  }
}

function absolute(url: string, ownFetch: boolean): string {
  if (/^https?:/i.test(url)) return url
  if (typeof location === 'undefined' && ownFetch) return new URL(url, 'http://localhost').href
  if (typeof location === 'undefined')
    throw new TypeError('An endpoint without an origin means nothing outside of a page: give an absolute `endpoint`.')
  return new URL(url, location.href).href
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const body = parse(text)
  const { status, headers } = response
  return {
    ok: response.ok && isObject(body),
    status,
    body,
    limn: headers.has('limn-ledger'),
    error: (entry) => (entry === undefined ? readError(status, body, headers) : readError(404, entry, headers)),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function noAnswer(cause: unknown, signal: AbortSignal | undefined, deadline: AbortSignal): LimnError {
  if (signal?.aborted) return new LimnError('aborted', 'The call was given up before an answer came.', { cause })
  if (deadline.aborted)
    return new LimnError('timeout', 'No answer came in time. What became of the request is not known.', { cause })
  return new LimnError('network', 'The connection broke before an answer came. Check the network, then look again.', {
    cause,
  })
}
