import { LimnError, isLimnError } from './errors.ts'
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
}

/** What reads a stream knows of one. */
const LINES = 'application/x-ndjson'
/** ms until a stream begins: what holds back its first line would hold back all. */
const BEGIN = 10_000
/** ms that one may then be silent: more than twice as long as a proxy is. */
const SILENCE = 25_000

/** One way to the proxy: never retries, never follows a redirect, never reads a cache. */
export function createTransport({ endpoint = '/api/images', headers, credentials, fetch: send }: TransportOptions) {
  const base = endpoint.replace(/\/+$/, '')

  async function toRequest(path: string, sending: Sending, signal: AbortSignal): Promise<Request> {
    const merged = new Headers(typeof headers === 'function' ? await headers() : headers)
    merged.set('accept', 'application/json')
    for (const [name, value] of Object.entries(sending.headers)) merged.set(name, value)
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

  /** What is to be sent, so that it ends with its caller and with `ends`. */
  const build = (path: string, sending: Sending, ends: AbortSignal): Promise<Request> =>
    toRequest(path, sending, sending.signal ? AbortSignal.any([sending.signal, ends]) : ends).catch(
      (cause: unknown) => {
        throw new LimnError('invalid_request', `Nothing was sent: the request could not be built. ${String(cause)}`, {
          cause,
        })
      },
    )

  return {
    /**
     * `deadline`: ms.
     * @throws LimnError `network`, `timeout` or `aborted` when no whole answer came; `invalid_request` when nothing could be sent.
     */
    async send(path: string, sending: Sending, deadline: number): Promise<Answer> {
      const late = AbortSignal.timeout(deadline)
      const request = await build(path, sending, late)
      try {
        const response = await (send ?? globalThis.fetch)(request)
        return toAnswer(response, await response.text())
      } catch (cause) {
        throw noAnswer(cause, sending.signal, late)
      }
    },
    /**
     * The lines of a stream, each as it comes, or the one answer in their place. Half a line at its end tells nothing.
     * @throws LimnError as `send`; `timeout` also when it fell silent, `invalid_response` when a line is no JSON
     */
    async *stream(path: string, sending: Sending): AsyncGenerator<Answer, void, undefined> {
      const [late, left] = [new AbortController(), new AbortController()]
      const accept = `${LINES}, application/json`
      const ends = AbortSignal.any([late.signal, left.signal])
      const request = await build(path, { ...sending, headers: { ...sending.headers, accept } }, ends)
      const giveUp = () => late.abort()
      const timer = setTimeout(giveUp, BEGIN)
      try {
        const response = await (send ?? globalThis.fetch)(request)
        if (response.body && response.headers.get('content-type')?.startsWith(LINES)) {
          clearTimeout(timer)
          for await (const line of linesOf(response.body, request.signal, giveUp)) yield toLine(response, line)
        } else yield toAnswer(response, await response.text())
      } catch (cause) {
        throw isLimnError(cause) ? cause : noAnswer(cause, sending.signal, late.signal)
      } finally {
        clearTimeout(timer)
        left.abort()
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

/** Whole lines that say something. Empty ones, and whatever else comes, put off `giveUp`. */
async function* linesOf(body: ReadableStream<Uint8Array>, ends: AbortSignal, giveUp: () => void) {
  const reader = body.getReader()
  // A fetch of the app's own may not do so.
  ends.addEventListener('abort', () => void reader.cancel().catch(() => {}))
  const text = new TextDecoder()
  let [rest, patience] = ['', BEGIN]
  for (;;) {
    const timer = setTimeout(giveUp, patience)
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as they come
    const { done, value } = await reader.read().finally(() => clearTimeout(timer))
    ends.throwIfAborted()
    if (done) return
    const lines = (rest + text.decode(value, { stream: true })).split('\n')
    rest = lines.pop()!
    patience = SILENCE
    yield* lines.filter((line) => line.trim() !== '')
  }
}

function toLine(response: Response, text: string): Answer {
  const line = toAnswer(response, text)
  if (line.ok) return line
  throw new LimnError('invalid_response', 'A line of the stream could not be read. Look again.')
}

function toAnswer(response: Response, text: string): Answer {
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
