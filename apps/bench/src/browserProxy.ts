import type { Client, Task } from '@limn/core'
import { createAgenda } from '../../../packages/server/src/watch/agenda.ts'
import { createRandom, type SampleTask } from './durations.ts'

const BROWSER_WAY = 30 // ms, one way
const UPSTREAM_WAY = 40 // ms, one way, give or take half

/** What a proxy answers in virtual time, and how often it was asked. Task ids are indexes. */
interface BrowserProxy {
  readonly client: Pick<Client, 'getTask' | 'getTasks'>
  readonly requests: () => number
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

const taskAt = (tasks: readonly SampleTask[], id: string, now: number): Task => {
  const { seconds, succeeded } = tasks[Number(id)]!
  const status = now < seconds * 1000 ? 'processing' : succeeded ? 'succeeded' : 'failed'
  return { id, status, created: 0, model: 'm', data: status === 'succeeded' ? [{ url: '/1.png' }] : [] }
}

/** Knows the API's two routes: each look goes upstream. */
export function plainProxy(tasks: readonly SampleTask[]): BrowserProxy {
  const random = createRandom(1)
  const way = () => BROWSER_WAY + UPSTREAM_WAY * (0.5 + random())
  let requests = 0
  return {
    requests: () => requests,
    client: {
      getTask: async (id) => {
        requests += 1
        await sleep(way())
        const task = taskAt(tasks, id, Date.now())
        await sleep(way())
        return task
      },
      getTasks: () => Promise.reject(new Error('A plain proxy knows no such route.')),
    },
  }
}

/** Watches all tasks by limn's own agenda and holds a poll until one of its tasks has ended, or its time is over. */
export function watchingProxy(tasks: readonly SampleTask[]): BrowserProxy {
  const random = createRandom(1)
  const agenda = createAgenda({ perSecond: Infinity })
  const ended = new Set<string>()
  const holders = new Set<{ ids: readonly string[]; end: () => void }>()
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
    const over = taskAt(tasks, id, Date.now()).status !== 'processing'
    await sleep(UPSTREAM_WAY * (0.5 + random()))
    if (over) {
      agenda.remove(id)
      ended.add(id)
      for (const holder of holders) if (holder.ids.includes(id)) holder.end()
    } else agenda.looked(id, Date.now(), { failed: false })
    look()
  }

  const known = (id: string): Task => taskAt(tasks, id, ended.has(id) ? Infinity : 0)

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

  for (const index of tasks.keys()) agenda.add(`${index}`, { acceptedAt: 0 })
  look()
  return {
    requests: () => requests,
    client: {
      getTask: async (id, { wait, signal } = {}) => (await answer([id], wait, signal))[0]!,
      getTasks: (ids, { wait, signal } = {}) => answer(ids, wait, signal),
    },
  }
}
