import { LimnError, type Client, type Task } from '@limn/core'
import { createAgenda } from '../../../packages/server/src/watch/agenda.ts'
import { createRandom, type SampleTask } from './durations.ts'

export const BROWSER_WAY = 30 // ms, one way
const UPSTREAM_WAY = 40 // ms, one way, give or take half
/** ms in which a stream takes along what has begun before it. */
const JUST = 2000

/** What a proxy answers in virtual time, and how often it was asked. Task ids are indexes. */
export interface BrowserProxy {
  /** As this browser reaches it. */
  readonly clientOf: (browser: number) => Pick<Client, 'getTask' | 'getTasks' | 'watchTasks'>
  /** Upstream has taken a create of this browser. */
  readonly accept: (id: string, browser: number) => void
  readonly requests: () => number
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)))

function createTasks(tasks: readonly SampleTask[]) {
  const begun = new Map<string, { readonly at: number; readonly browser: number }>()
  return {
    begun,
    accept: (id: string, browser: number) => void begun.set(id, { at: Date.now(), browser }),
    at(id: string, now: number): Task {
      const { seconds, succeeded } = tasks[Number(id)]!
      const age = now - begun.get(id)!.at
      const status = age < seconds * 1000 ? 'processing' : succeeded ? 'succeeded' : 'failed'
      return { id, status, created: 0, model: 'm', data: status === 'succeeded' ? [{ url: '/1.png' }] : [] }
    },
  }
}

/** Knows the API's two routes: each look goes upstream. */
export function plainProxy(samples: readonly SampleTask[]): BrowserProxy {
  const random = createRandom(1)
  const way = () => BROWSER_WAY + UPSTREAM_WAY * (0.5 + random())
  const tasks = createTasks(samples)
  let requests = 0
  const unknown = () => {
    throw new Error('A plain proxy knows no such route.')
  }
  return {
    requests: () => requests,
    accept: tasks.accept,
    clientOf: () => ({
      getTask: async (id) => {
        requests += 1
        await sleep(way())
        const task = tasks.at(id, Date.now())
        await sleep(way())
        return task
      },
      getTasks: unknown,
      watchTasks: unknown,
    }),
  }
}

/** Who waits for the end of one of these. */
interface Holder {
  readonly ids: readonly string[]
  readonly end: () => void
}

/** A streamed poll: of these it tells every end. */
interface Stream {
  readonly browser: number
  readonly ids: Set<string>
  readonly tell: (id: string) => void
}

/**
 * Watches all tasks by limn's own agenda. Holds a poll until one of its tasks has ended, or its time is over; streams the
 * ends of all. `alone`: it takes the creates too, so that its streams tell of what begins.
 */
export function watchingProxy(samples: readonly SampleTask[], alone = true): BrowserProxy {
  const random = createRandom(1)
  const agenda = createAgenda({ perSecond: Infinity })
  const tasks = createTasks(samples)
  const ended = new Set<string>()
  const holders = new Set<Holder>()
  const streams = new Set<Stream>()
  let requests = 0
  let next: ReturnType<typeof setTimeout> | undefined

  function look() {
    clearTimeout(next)
    for (let id = agenda.take(Date.now()); id !== undefined; id = agenda.take(Date.now())) void ask(id)
    const wait = agenda.wait(Date.now())
    if (wait !== undefined) next = setTimeout(look, Math.ceil(wait))
  }

  async function ask(id: string) {
    await sleep(UPSTREAM_WAY * (0.5 + random()))
    const over = tasks.at(id, Date.now()).status !== 'processing'
    await sleep(UPSTREAM_WAY * (0.5 + random()))
    if (over) {
      agenda.remove(id)
      ended.add(id)
      for (const holder of holders) if (holder.ids.includes(id)) holder.end()
      for (const stream of streams) if (stream.ids.has(id)) stream.tell(id)
    } else agenda.looked(id, Date.now(), { failed: false })
    look()
  }

  const known = (id: string): Task => tasks.at(id, ended.has(id) ? Infinity : tasks.begun.get(id)!.at)

  async function answer(ids: readonly string[], wait = 0, signal?: AbortSignal): Promise<readonly Task[]> {
    requests += 1
    await sleep(BROWSER_WAY)
    if (wait > 0 && !ids.some((id) => ended.has(id)))
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer)
          holders.delete(holder)
          resolve()
        }
        const holder = { ids, end }
        const timer = setTimeout(end, wait * 1000)
        holders.add(holder)
        signal?.addEventListener('abort', end)
      })
    const told = ids.map(known)
    await sleep(BROWSER_WAY)
    return told
  }

  async function* follow(browser: number, asked: readonly string[], wait: number, signal?: AbortSignal) {
    requests += 1
    await sleep(BROWSER_WAY)
    const until = Date.now() + wait * 1000
    const lines: { readonly arrives: number; readonly task: Task }[] = []
    let wake = () => {}
    const stream: Stream = {
      browser,
      ids: new Set([...asked, ...(alone ? justBegun(browser) : [])]),
      tell(id) {
        lines.push({ arrives: Date.now() + BROWSER_WAY, task: known(id) })
        wake()
      },
    }
    for (const id of stream.ids) stream.tell(id)
    streams.add(stream)
    signal?.addEventListener('abort', () => wake())
    const isGone = () => signal?.aborted === true
    while (!isGone()) {
      const line = lines.shift()
      if (line) {
        await sleep(line.arrives - Date.now())
        if (!isGone()) yield [line.task.id, line.task] as const
      } else if ([...stream.ids].every((id) => ended.has(id)) || Date.now() >= until) break
      else {
        const woken = Promise.withResolvers<void>()
        wake = woken.resolve
        const timer = setTimeout(woken.resolve, until - Date.now())
        await woken.promise
        clearTimeout(timer)
      }
    }
    streams.delete(stream)
    if (isGone()) throw new LimnError('aborted', 'The browser has left.')
  }

  const justBegun = (browser: number) =>
    [...tasks.begun].flatMap(([id, one]) => (one.browser === browser && Date.now() - one.at < JUST ? [id] : []))

  return {
    requests: () => requests,
    accept(id, browser) {
      tasks.accept(id, browser)
      agenda.add(id, { acceptedAt: Date.now() })
      look()
      for (const stream of alone ? streams : [])
        if (stream.browser === browser) {
          stream.ids.add(id)
          stream.tell(id)
        }
    },
    clientOf: (browser) => ({
      getTask: async (id, { wait, signal } = {}) => (await answer([id], wait, signal))[0]!,
      getTasks: (ids, { wait, signal } = {}) => answer(ids, wait, signal),
      watchTasks: (ids, { wait, signal }) => follow(browser, ids, wait, signal),
    }),
  }
}
