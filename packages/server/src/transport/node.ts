import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Agent, Client, buildConnector, type Dispatcher } from 'undici'
import { endOfTurn } from '../node/endOfTurn.ts'
import { createDownloads } from './createDownloads.ts'
import { createTransport as createFetchTransport } from './fetch.ts'
import type { Resolve } from './publicLookup.ts'
import { MAX_ANSWER, reasonOf, type Exchange, type Transport } from './transport.ts'

/** Only the connector throws it, and only before a socket exists that could carry the request. */
class Unsent extends Error {}

const utf8 = new TextDecoder()
const CONNECT_TIMEOUT = 10_000
const TIMEOUTS = { headersTimeout: 0, bodyTimeout: 0, pipelining: 1 } as const

/**
 * A transport over undici. Creates go out on a connection of their own, which is opened once: a second connect would
 * mean that undici wants to send again. With `send` (tests, simulators) it is the fetch transport. `resolve` finds the
 * addresses of names that files come from.
 */
export function createTransport(send?: (request: Request) => Promise<Response>, resolve?: Resolve): Transport {
  if (send) return createFetchTransport(send)
  const downloads = createDownloads(resolve)
  const pool = new Agent({ ...TIMEOUTS, connect: connector() })
  // An agent that is closed twice throws, and a proxy may be told to stop twice.
  let closing: Promise<unknown> | undefined

  return {
    async send(exchange) {
      const once = exchange.fresh && new Client(new URL(exchange.url).origin, { ...TIMEOUTS, connect: connector(1) })
      try {
        if (!once) await endOfTurn()
        return await exchangeOver(once || pool, exchange)
      } catch (error) {
        return { kind: error instanceof Unsent ? 'unsent' : 'lost', reason: reasonOf(error) }
      } finally {
        if (once) void once.destroy()
      }
    },
    download: downloads.download,
    close: async () => void (await (closing ??= Promise.all([pool.close(), downloads.close()]))),
  }
}

async function exchangeOver(dispatcher: Dispatcher, exchange: Exchange) {
  const { status, headers: told, bytes: encoded } = await received(dispatcher, exchange)
  const encoding = told['content-encoding']
  const bytes = encoding === undefined ? encoded : await decoded(status, encoded, String(encoding))
  // Made into web headers, they would cost more than all the rest.
  const get = (name: string) => (told[name] === undefined ? null : String(told[name]))
  return { kind: 'answer' as const, status, headers: { get }, text: utf8.decode(bytes) }
}

interface Received {
  readonly status: number
  /** As they came: a field that came twice is a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

/** A whole answer, collected as it comes: a stream would cost more than the rest of a look. */
function received(dispatcher: Dispatcher, { url, method, headers, body, signal }: Exchange): Promise<Received> {
  const { origin, pathname, search } = new URL(url)
  const options = { origin, path: pathname + search, method, headers: { ...ACCEPT, ...headers }, body: body ?? null }
  const chunks: Buffer[] = []
  let [status, length, told]: [number, number, Received['headers']] = [0, 0, {}]
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        const abort = () => controller.abort(signal.reason as Error)
        if (signal.aborted) abort()
        else signal.addEventListener('abort', abort, { once: true })
      },
      onResponseStart(_, code, fields) {
        ;[status, told] = [code, fields]
      },
      onResponseData(controller, chunk) {
        length += chunk.byteLength
        chunks.push(chunk)
        if (length > MAX_ANSWER) controller.abort(new Error('the answer is larger than 1 MiB'))
      },
      onResponseEnd: () => resolve({ status, headers: told, bytes: Buffer.concat(chunks) }),
      onResponseError: (_, error) => reject(error),
    })
  })
}

const ACCEPT = { 'accept-encoding': 'gzip, br, deflate', accept: 'application/json' }

/** 401 and 429 say all there is to say by their status. */
function decoded(status: number, bytes: Buffer, encoding: string): Promise<Uint8Array> {
  const text = decode(bytes, encoding)
  return status === 401 || status === 429 ? text.catch(() => new Uint8Array()) : text
}

function connector(times = Number.POSITIVE_INFINITY): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT })
  let left = times
  return (options, callback) => {
    left -= 1
    if (left < 0) return callback(new Error('the connection closed before the answer'), null)
    return connect(options, (...[error, socket]) =>
      error ? callback(new Unsent(reasonOf(error), { cause: error }), null) : callback(null, socket),
    )
  }
}

const decoders = { gzip: promisify(gunzip), br: promisify(brotliDecompress), deflate: promisify(inflate) }

async function decode(bytes: Buffer, encoding: string): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return bytes
  if (!Object.hasOwn(decoders, name)) throw new Error(`the answer is encoded as ${name}, which was not asked for`)
  return decoders[name as keyof typeof decoders](bytes, { maxOutputLength: MAX_ANSWER })
}
