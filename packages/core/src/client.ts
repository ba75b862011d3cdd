import { readBudget, type Budget } from './budget.ts'
import { PLAIN_CAPABILITIES, type Capabilities } from './capabilities.ts'
import { isLimnError, type LimnError } from './errors.ts'
import type { GenerationRequest } from './request.ts'
import { toCapabilities, toEntries, toTask } from './readAnswer.ts'
import type { TaskStatus } from './status.ts'
import type { Task } from './task.ts'
import { encodeSlot } from './slot.ts'
import { isObject } from './text.ts'
import { createTransport, type TransportOptions } from './transport.ts'

/** Where the proxy is and how to reach it. */
export interface ClientOptions extends TransportOptions {
  /** What the proxy offers, so that it is not asked; `plain` for a pass-through proxy. @default asked once */
  capabilities?: Capabilities | 'plain' | undefined
}

/** What every call takes. */
export interface CallOptions {
  signal?: AbortSignal | undefined
}

/** How a poll may wait at a proxy that holds polls. */
export interface WaitOptions {
  /** s until it is answered at the latest, 25 at most. @default answered at once */
  wait?: number | undefined
}

/** Some of the caller's tasks, newest first; `cursor` is for the next page, null behind the last. */
export interface TaskPage {
  readonly tasks: readonly Task[]
  readonly cursor: string | null
}

/** Which of the caller's tasks; `limit` from 1 to 100. @default all, 50 a page */
export interface TaskFilter {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly slot?: string | undefined
}

/** The wire, nothing more. Every method throws only {@link LimnError}. */
export interface Client {
  /** Asks for pictures, once. On a plain proxy neither key nor slot is sent. */
  createTask(
    request: GenerationRequest,
    options: CallOptions & { key: string; slot?: string | undefined },
  ): Promise<Task>
  /**
   * One task by its id (on a limn proxy: its handle). `fresh` asks upstream again where the proxy remembers. With `wait` it
   * is answered once its status is no longer `seen`.
   */
  getTask(id: string, options?: CallOptions & WaitOptions & { fresh?: boolean; seen?: TaskStatus }): Promise<Task>
  /** 1 to 32 tasks at once, where the proxy offers `batch`: in the order asked, each the task or why there is none. */
  getTasks(
    ids: readonly string[],
    options?: CallOptions & WaitOptions & { seen?: readonly TaskStatus[] },
  ): Promise<readonly (Task | LimnError)[]>
  /**
   * 1 to 32 tasks as they stand, and each again whenever it changes, where the proxy offers `stream`; also what the caller
   * begins meanwhile. Ends with the last of them, after `wait` s (55 at most) or when the proxy says so: what still runs is
   * to be asked for anew. Leaving the loop ends it.
   */
  watchTasks(
    ids: readonly string[],
    options: CallOptions & { wait: number },
  ): AsyncIterable<readonly [id: string, entry: Task | LimnError]>
  /** The caller's own tasks, where the proxy offers `list`. */
  listTasks(filter?: TaskFilter, options?: CallOptions): Promise<TaskPage>
  /** Forgets request and pictures, where the proxy offers `delete`. What was charged stays charged; what runs goes on. */
  deleteTask(id: string, options?: CallOptions): Promise<void>
  /** What is left to the caller; null where nothing is counted. */
  getBudget(options?: CallOptions): Promise<Budget | null>
  /** What became of a key. Read-only: never creates. */
  getGeneration(key: string, options?: CallOptions): Promise<Task>
  /** Gives a key up: a late create under it is refused. A task: it was accepted after all. `uncertain`: nobody knows. */
  abandonGeneration(key: string, options?: CallOptions): Promise<Task | 'abandoned' | 'uncertain'>
  /** What the proxy offers; the last answer is remembered for creates. */
  getCapabilities(options?: CallOptions): Promise<Capabilities>
}

const CREATE_DEADLINE = 150_000
const READ_DEADLINE = 30_000
const HELD_SLACK = 10_000

/** A client of the proxy at `endpoint`. */
export function createClient(options: ClientOptions = {}): Client {
  const transport = createTransport(options)
  let known = options.capabilities === 'plain' ? PLAIN_CAPABILITIES : options.capabilities

  const get = (path: string, { signal, wait }: CallOptions & WaitOptions = {}, headers = {}) =>
    transport.send(
      path,
      { method: 'GET', headers: { ...headers, ...(wait && preferring(wait)) }, signal },
      wait ? wait * 1000 + HELD_SLACK : READ_DEADLINE,
    )
  const post = (path: string, body: unknown, call: CallOptions, deadline: number, headers = {}) =>
    transport.send(
      path,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, signal: call.signal },
      deadline,
    )

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
    async getTask(id, { fresh, seen, ...call } = {}) {
      const path = `/tasks/${segment(id)}${query({ seen })}`
      return toTask(await get(path, call, fresh ? { 'cache-control': 'no-cache' } : {}), transport.resolve)
    },
    async getTasks(ids, { seen, ...call } = {}) {
      const answer = await get(`/tasks${query({ ids: ids.join(), seen: seen?.join() })}`, call)
      return toEntries(answer, transport.resolve)
    },
    async *watchTasks(ids, { wait, signal }) {
      const sending = { method: 'GET', headers: preferring(wait), signal } as const
      for await (const answer of transport.stream(`/tasks${query({ ids: ids.join() })}`, sending)) {
        const entries = toEntries(answer, transport.resolve)
        yield* entries.map((entry, index) => [idAt(answer.body, index), entry] as const)
      }
    },
    async listTasks({ cursor, limit, slot } = {}, call = {}) {
      const answer = await get(`/tasks${query({ cursor, limit, slot })}`, call)
      const tasks = toEntries(answer, transport.resolve).filter((entry) => !isLimnError(entry))
      const next = isObject(answer.body) ? answer.body.next_cursor : undefined
      return { tasks, cursor: typeof next === 'string' ? next : null }
    },
    async deleteTask(id, { signal } = {}) {
      const sending = { method: 'DELETE', headers: {}, signal } as const
      const answer = await transport.send(`/tasks/${segment(id)}`, sending, READ_DEADLINE)
      if (!answer.ok) throw answer.error()
    },
    async getBudget(call) {
      const answer = await get('/budget', call)
      if (answer.ok) return readBudget(answer.body)
      const error = answer.error()
      if (error.code === 'not_found') return null
      throw error
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

/** RFC 7240; s. */
const preferring = (wait: number) => ({ prefer: `wait=${wait}` })

/** Whose entry of a list this is. */
function idAt(list: unknown, index: number): string {
  const entry = isObject(list) && Array.isArray(list.data) ? (list.data[index] as unknown) : undefined
  return isObject(entry) && typeof entry.id === 'string' ? entry.id : ''
}

/** One segment of a path; half a character would be no URL at all. */
const segment = (text: string) => encodeURIComponent(text.toWellFormed())

/** The body of a create: what is empty stays at home. */
const toWire = ({ prompt, image_urls, ...rest }: GenerationRequest) => ({
  ...(prompt !== '' && { prompt }),
  ...(image_urls.length > 0 && { image_urls }),
  ...rest,
})

/** What is given, as a query. */
function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
