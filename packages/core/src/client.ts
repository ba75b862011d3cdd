import { PLAIN_CAPABILITIES, readCapabilities, type Capabilities } from './capabilities.ts'
import { LimnError, isLimnError } from './errors.ts'
import type { GenerationRequest } from './request.ts'
import { readTask, type Task } from './task.ts'
import { encodeSlot } from './slot.ts'
import { isObject } from './text.ts'
import { createTransport, type Answer, type TransportOptions } from './transport.ts'

/** Where the proxy is and how to reach it. */
export interface ClientOptions extends TransportOptions {
  /** What the proxy offers, so that it is not asked; `plain` for a pass-through proxy. @default asked once */
  capabilities?: Capabilities | 'plain' | undefined
}

/** What every call takes. */
export interface CallOptions {
  signal?: AbortSignal | undefined
}

/** The wire, nothing more. Every method throws only {@link LimnError}. */
export interface Client {
  /** Asks for pictures, once. On a plain proxy neither key nor slot is sent. */
  createTask(
    request: GenerationRequest,
    options: CallOptions & { key: string; slot?: string | undefined },
  ): Promise<Task>
  /** One task by its id (on a limn proxy: its handle). `fresh` asks upstream again where the proxy remembers. */
  getTask(id: string, options?: CallOptions & { fresh?: boolean }): Promise<Task>
  /** What became of a key. Read-only: never creates. */
  getGeneration(key: string, options?: CallOptions): Promise<Task>
  /** Gives a key up: a late create under it is refused. A task: it was accepted after all. `uncertain`: nobody knows. */
  abandonGeneration(key: string, options?: CallOptions): Promise<Task | 'abandoned' | 'uncertain'>
  /** What the proxy offers; the last answer is remembered for creates. */
  getCapabilities(options?: CallOptions): Promise<Capabilities>
}

const CREATE_DEADLINE = 150_000
const READ_DEADLINE = 30_000

/** A client of the proxy at `endpoint`. */
export function createClient(options: ClientOptions = {}): Client {
  const transport = createTransport(options)
  let known = options.capabilities === 'plain' ? PLAIN_CAPABILITIES : options.capabilities

  const get = (path: string, call: CallOptions = {}, headers = {}) =>
    transport.send(path, { method: 'GET', headers, signal: call.signal, deadline: READ_DEADLINE })
  const post = (path: string, body: unknown, call: CallOptions, deadline: number, headers = {}) =>
    transport.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: call.signal,
      deadline,
    })

  const client: Client = {
    async createTask(request, { key, slot, signal }) {
      const { source } = known ?? (await client.getCapabilities({ signal }))
      const headers =
        source === 'plain'
          ? {}
          : { 'idempotency-key': key, ...(slot !== undefined && { 'limn-slot': encodeSlot(slot) }) }
      return toTask(
        await post('/generations', toWire(request), { signal }, CREATE_DEADLINE, headers),
        transport.resolve,
      )
    },
    async getTask(id, { fresh, ...call } = {}) {
      const answer = await get(`/tasks/${segment(id)}`, call, fresh ? { 'cache-control': 'no-cache' } : {})
      return toTask(answer, transport.resolve)
    },
    async getGeneration(key, call) {
      return toTask(await get(`/generations/${segment(key)}`, call), transport.resolve)
    },
    async abandonGeneration(key, call = {}) {
      const answer = await post(`/generations/${segment(key)}/abandon`, {}, call, READ_DEADLINE)
      if (!answer.ok) throw answer.error()
      const state = isObject(answer.body) ? answer.body.state : undefined
      return state === 'abandoned' || state === 'uncertain' ? state : toTask(answer, transport.resolve)
    },
    async getCapabilities(call) {
      if (options.capabilities !== undefined) return known!
      known = toCapabilities(await get('/capabilities', call))
      return known
    },
  }
  return client
}

/** One segment of a path; half a character would be no URL at all. */
const segment = (text: string) => encodeURIComponent(text.toWellFormed())

/** The body of a create: what is empty stays at home. */
const toWire = ({ prompt, image_urls, ...rest }: GenerationRequest) => ({
  ...(prompt !== '' && { prompt }),
  ...(image_urls.length > 0 && { image_urls }),
  ...rest,
})

function toTask(answer: Answer, resolve: (url: string) => string): Task {
  if (!answer.ok) throw answer.error()
  try {
    const task = readTask(answer.body, { proxied: answer.limn })
    return { ...task, data: task.data.map(({ url }) => ({ url: url && resolve(url) })) }
  } catch (error) {
    if (!isLimnError(error)) throw error
    throw new LimnError(error.code, error.message, { ...error.toJSON(), status: answer.status })
  }
}

/** Only `limn: 1` makes a proxy limn's; a limn error, 429, 5xx or no answer leaves it open; all else is a plain proxy. */
function toCapabilities(answer: Answer): Capabilities {
  const capabilities = answer.ok ? readCapabilities(answer.body, Date.now()) : undefined
  if (capabilities) return capabilities
  const error = answer.error()
  if (error.ledger !== undefined || answer.status === 429 || answer.status >= 500) throw error
  return PLAIN_CAPABILITIES
}
