import type { ServerResponse } from 'node:http'
import { arrivalOf, type Arrival } from '../arrival.ts'
import { incomingOf } from './NativeRequest.ts'
import { originOf, targetOf, toRequest, type Arrived } from './toRequest.ts'

// What URL leaves as it is: no dot segments, nothing encoded, nothing to encode.
const PLAIN_HOST = /^[\w.\-:[\]]+$/
const PLAIN_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w\-.~!$&'()*+,;=:@]+)+$/
const PLAIN_QUERY = /^[\w\-.~!$&()*+,;=:@%/?]*$/

/**
 * A native request as it arrived; undefined when its head makes none. A plain read is not made into web objects, which cost
 * more than all the rest of a poll, until somebody asks for them. A read's signal is aborted when its caller has left.
 */
export function toArrival(native: Arrived, outgoing: ServerResponse): Arrival | undefined {
  const plain = plainRead(native, outgoing)
  if (plain) return plain
  const request = toRequest(native, goneSignal(outgoing))
  return request && arrivalOf(request)
}

function plainRead(native: Arrived, outgoing: ServerResponse): Arrival | undefined {
  const { method, headers, rawHeaders } = incomingOf(native)
  const origin = originOf(native)
  const { path, query } = targetOf(native)
  const isPlain = PLAIN_PATH.test(path) && PLAIN_QUERY.test(query) && PLAIN_HOST.test(headers.host ?? 'localhost')
  if (method !== 'GET' || !isPlain || !isOrigin(origin)) return undefined
  return new PlainRead(origin, path, query && `?${query}`, fieldsOf(rawHeaders), outgoing)
}

let lastOrigin = ''
/** Most requests name the one before's. */
function isOrigin(text: string): boolean {
  if (text === lastOrigin) return true
  const is = URL.canParse(text)
  if (is) lastOrigin = text
  return is
}

class PlainRead implements Arrival {
  readonly method = 'GET'
  readonly path: string
  readonly search: string
  readonly url: string
  readonly headers: Fields
  readonly body = null
  readonly #outgoing: ServerResponse
  #signal: AbortSignal | undefined

  constructor(origin: string, path: string, search: string, headers: Fields, outgoing: ServerResponse) {
    this.path = path
    this.search = search
    this.url = origin + path + search
    this.headers = headers
    this.#outgoing = outgoing
  }

  get signal() {
    return (this.#signal ??= goneSignal(this.#outgoing))
  }

  head() {
    const request = new Request(this.url)
    for (const [name, value] of this.headers.all) request.headers.append(name, value)
    return request
  }
}

/** Header fields by name, those that came twice joined as `Headers` joins them. */
class Fields {
  readonly all = new Map<string, string>()

  get(name: string) {
    return this.all.get(name.toLowerCase()) ?? null
  }

  has(name: string) {
    return this.all.has(name.toLowerCase())
  }
}

/** HTTP/2 writes its request line among them. */
function fieldsOf(raw: readonly string[]): Fields {
  const fields = new Fields()
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase()
    if (name.startsWith(':')) continue
    const before = fields.all.get(name)
    const value = raw[index + 1]!
    fields.all.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`)
  }
  return fields
}

/** Aborted when the connection closes before the answer has left. */
export function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController()
  const check = () => outgoing.writableFinished || gone.abort()
  if (outgoing.closed) check()
  else outgoing.once('close', check)
  return gone.signal
}
