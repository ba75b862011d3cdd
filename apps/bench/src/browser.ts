import { DEFAULT_CAPABILITIES, toRequest, type Capabilities, type Client, type Feature } from '@limn/core'
import type { Core } from '../../../packages/react/src/Engine.ts'
import { createGenerations } from '../../../packages/react/src/createGenerations.ts'
import { createJournal } from '../../../packages/react/src/journal/createJournal.ts'
import { memoryMedium } from '../../../packages/react/src/journal/memoryMedium.ts'
import { NO_FLAGS, RECORD_VERSION } from '../../../packages/react/src/journal/record.ts'
import { stateOf } from '../../../packages/react/src/machine/transition.ts'
import { batchReads } from '../../../packages/react/src/poll/batchReads.ts'
import { createPollers } from '../../../packages/react/src/poll/createPollers.ts'
import { BROWSER_WAY, plainProxy, watchingProxy, type BrowserProxy } from './browserProxy.ts'
import { ALIKE, sampleTasks, type SampleTask } from './durations.ts'
import { createLoop } from './createLoop.ts'
import { SEED, WAY } from './schedule.ts'
import { watchAll } from './watchAll.ts'
import { inVirtualTime } from './virtualTime.ts'

/** 2,000 could not tell 1.33 s from 1.35. */
const TASKS = 4000

/** What it took a browser to see its tasks end. */
export interface Polled {
  /** Requests of the browser, a task. */
  readonly looks: number
  /** s from the end of a task to the browser's knowing it. */
  readonly delay: number
  readonly p95: number
}

/** The proxies that browsers poll, and what they offer. `apart`: other proxies take the creates. */
const PROXIES = {
  plain: { open: plainProxy, offers: [] },
  held: { open: watchingProxy, offers: ['batch', 'hold'] },
  streamed: { open: watchingProxy, offers: ['batch', 'hold', 'stream'] },
  apart: { open: (tasks: readonly SampleTask[]) => watchingProxy(tasks, false), offers: ['batch', 'hold', 'stream'] },
} as const

/** So many in each browser: all begun at once, or so many always under way, a next one for each that has ended. */
export interface InEach {
  readonly running: number
  /** @default none */
  readonly next?: number
}

/** limn's own pollers over `count` tasks. */
export async function pollInBrowsers(
  kind: keyof typeof PROXIES,
  { running, next = 0 }: InEach = { running: 1 },
  count = TASKS,
): Promise<Polled> {
  const tasks = sampleTasks(count, ALIKE, SEED)
  const delays: number[] = []
  let requests = () => 0
  await inVirtualTime(() => {
    const { open, offers } = PROXIES[kind]
    const proxy = open(tasks)
    requests = proxy.requests
    const each = running + next
    for (let first = 0; first < count; first += each) {
      const waiting = Array.from({ length: each }, (_, index) => `${first + index}`)
      const browser = openBrowser(proxy, first, offers, (id, age) => {
        delays.push(age / 1000 - tasks[Number(id)]!.seconds)
        const after = waiting.shift()
        if (after !== undefined) browser.start(after)
      })
      for (const id of waiting.splice(0, running)) browser.start(id)
    }
  })
  return {
    looks: requests() / count,
    delay: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    p95: delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)]!,
  }
}

/** A tab. `onEnd` is told ms since the task was accepted; `start`: upstream takes a create of this tab, which hears of it. */
function openBrowser(
  proxy: BrowserProxy,
  name: number,
  offers: readonly Feature[],
  onEnd: (id: string, age: number) => void,
) {
  const features = Object.fromEntries(offers.map((feature) => [feature, true]))
  const capabilities: Capabilities = {
    ...DEFAULT_CAPABILITIES,
    features: { ...DEFAULT_CAPABILITIES.features, ...features },
  }
  const journal = createJournal(async () => memoryMedium())
  const core = {
    options: {},
    client: batchReads(proxy.clientOf(name) as Client, () => capabilities.features.batch),
    journal,
    generations: createGenerations(journal),
    known: { get: () => capabilities },
    queryClient: { setQueryData: () => {} },
  }
  const pollers = createPollers(core as unknown as Core)
  const running = new Map<string, number>()
  void journal.open('bench')
  journal.subscribe(() => {
    pollers.sync()
    for (const [id, at] of running) {
      const record = journal.get(id)
      if (record && stateOf(record) === 'settled' && running.delete(id)) onEnd(id, Date.now() - at)
    }
  })
  pollers.lead(true)

  function hear(id: string) {
    const now = Date.now()
    void journal.begin({
      version: RECORD_VERSION,
      key: id,
      request: toRequest({ prompt: 'a fox' }),
      phase: 'accepted',
      flags: NO_FLAGS,
      createdAt: now,
      acceptedAt: now,
      place: now,
      empty: 0,
      missing: 0,
      task: { id, status: 'processing', created: 0, model: 'm', data: [] },
    })
  }
  return {
    start(id: string) {
      running.set(id, Date.now())
      proxy.accept(id, name)
      setTimeout(() => hear(id), BROWSER_WAY)
    },
  }
}

/** Pages that ask every `interval` ms for their own task, the same tasks. */
export const pollInLoops = (interval: number, count = TASKS): Polled =>
  watchAll(sampleTasks(count, ALIKE, SEED), createLoop(interval, count))

/** Requests × mean delay, without the way: what a policy is judged by. */
export const productOf = ({ looks, delay }: Polled) => looks * (delay - WAY)

/** What a browser asks for, and how late it sees the end, beside the loops that pages are written with. */
export async function benchBrowser() {
  const policies = {
    'limn, streamed polls': await pollInBrowsers('streamed'),
    'limn, streamed polls, 10 in each browser': await pollInBrowsers('streamed', { running: 10 }),
    'limn, streamed polls, 10 always running': await pollInBrowsers('streamed', { running: 10, next: 90 }),
    'the same, where other proxies take the creates': await pollInBrowsers('apart', { running: 10, next: 90 }),
    'limn, held polls': await pollInBrowsers('held'),
    'limn, held polls, 10 in each browser': await pollInBrowsers('held', { running: 10 }),
    'limn, plain proxy': await pollInBrowsers('plain'),
    'every 3 s (the API page)': pollInLoops(3000),
    'every 0.5 s': pollInLoops(500),
  }
  const rows = Object.entries(policies).map(([policy, seen]) => ({
    policy,
    'requests a task': seen.looks.toFixed(2),
    'mean delay s': seen.delay.toFixed(2),
    'p95 s': seen.p95.toFixed(2),
    product: productOf(seen).toFixed(1),
  }))
  return { title: `Requests of the browser, ${TASKS} tasks, seed ${SEED}`, rows }
}
