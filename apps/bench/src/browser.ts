import { DEFAULT_CAPABILITIES, toRequest, type Capabilities, type Client } from '@limn/core'
import type { Core } from '../../../packages/react/src/Engine.ts'
import { createGenerations } from '../../../packages/react/src/createGenerations.ts'
import { createJournal } from '../../../packages/react/src/journal/createJournal.ts'
import { memoryMedium } from '../../../packages/react/src/journal/memoryMedium.ts'
import { NO_FLAGS, RECORD_VERSION } from '../../../packages/react/src/journal/record.ts'
import { stateOf } from '../../../packages/react/src/machine/transition.ts'
import { batchReads } from '../../../packages/react/src/poll/batchReads.ts'
import { createPollers } from '../../../packages/react/src/poll/createPollers.ts'
import { plainProxy, watchingProxy } from './browserProxy.ts'
import { ALIKE, sampleTasks } from './durations.ts'
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

const OFFERS: Readonly<Record<'plain' | 'watching', Capabilities>> = {
  plain: DEFAULT_CAPABILITIES,
  watching: {
    ...DEFAULT_CAPABILITIES,
    features: { ...DEFAULT_CAPABILITIES.features, batch: true, hold: true },
  },
}

/** limn's own pollers over `count` tasks that were all accepted at once, so many in each browser. */
export async function pollInBrowsers(kind: keyof typeof OFFERS, perBrowser = 1, count = TASKS): Promise<Polled> {
  const tasks = sampleTasks(count, ALIKE, SEED)
  const delays: number[] = []
  let requests = () => 0
  await inVirtualTime(() => {
    const proxy = kind === 'plain' ? plainProxy(tasks) : watchingProxy(tasks)
    const since = Date.now()
    requests = proxy.requests
    for (let first = 0; first < count; first += perBrowser) {
      const ids = Array.from({ length: perBrowser }, (_, index) => `${first + index}`)
      openBrowser(proxy.client, OFFERS[kind], ids, (id) =>
        delays.push((Date.now() - since) / 1000 - tasks[Number(id)]!.seconds),
      )
    }
  })
  return {
    looks: requests() / count,
    delay: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    p95: delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)]!,
  }
}

/** A tab that has just been told that these tasks were accepted. */
function openBrowser(
  wire: Pick<Client, 'getTask' | 'getTasks'>,
  capabilities: Capabilities,
  ids: readonly string[],
  onEnd: (id: string) => void,
) {
  const journal = createJournal(async () => memoryMedium())
  const core = {
    options: {},
    client: batchReads(wire as Client, () => capabilities.features.batch),
    journal,
    generations: createGenerations(journal),
    known: { get: () => capabilities },
    queryClient: { setQueryData: () => {} },
  }
  const pollers = createPollers(core as unknown as Core)
  const running = new Set(ids)
  const now = Date.now()
  void journal.open('bench')
  for (const id of ids)
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
  journal.subscribe(() => {
    pollers.sync()
    for (const id of running) {
      const record = journal.get(id)
      if (record && stateOf(record) === 'settled' && running.delete(id)) onEnd(id)
    }
  })
  pollers.sync()
  pollers.lead(true)
}

/** Pages that ask every `interval` ms for their own task, the same tasks. */
export const pollInLoops = (interval: number, count = TASKS): Polled =>
  watchAll(sampleTasks(count, ALIKE, SEED), createLoop(interval, count))

/** Requests × mean delay, without the way: what a policy is judged by. */
export const productOf = ({ looks, delay }: Polled) => looks * (delay - WAY)

/** What a browser asks for, and how late it sees the end, beside the loops that pages are written with. */
export async function benchBrowser() {
  const policies = {
    'limn, held polls': await pollInBrowsers('watching'),
    'limn, held polls, 10 in each browser': await pollInBrowsers('watching', 10),
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
