import { POLLS_PER_SECOND, createAgenda } from '../../../packages/server/src/watch/agenda.ts'
import { learnUsual } from '../../../packages/server/src/watch/usual.ts'
import { createLoop } from './createLoop.ts'
import { ALIKE, MIXED, sampleTasks, type Kind } from './durations.ts'
import { leastProduct } from './leastProduct.ts'
import { watchAll, type Watched } from './watchAll.ts'

const TASKS = 2000
export const SEED = 20_261_124
export const WAY = 0.07 // s, upstream to proxy to browser
const LIMIT = 20 // requests a second

/** Looks × mean delay, without the way: what a policy is judged by. */
export const productOf = ({ looks, delay }: Watched) => looks * (delay - WAY)

const free = () => createAgenda({ perSecond: Infinity })

/** limn, with no budget to keep and nothing learnt. */
export const watchByPrior = (kinds: readonly Kind[]) => watchAll(sampleTasks(TASKS, kinds, SEED), free())

/** limn, with no budget to keep, having seen as many other tasks of each kind. */
export function watchLearnt(kinds: readonly Kind[]) {
  const past = sampleTasks(TASKS, kinds, SEED + 1).filter(({ succeeded }) => succeeded)
  return watchAll(sampleTasks(TASKS, kinds, SEED), free(), { usual: learnUsual(past).of })
}

const watchInLoops = (kinds: readonly Kind[], interval: number) =>
  watchAll(sampleTasks(TASKS, kinds, SEED), createLoop(interval, TASKS))

/** Tasks that all begin at once, at an upstream which takes so many requests a second; two creates a second go beside. */
export const watchLimited = (count: number, agenda = createAgenda({ perSecond: POLLS_PER_SECOND })) =>
  watchAll(sampleTasks(count, ALIKE, SEED), agenda, { limit: LIMIT, creates: 2 })

/** How often each policy looks at a task, and how late it sees the end. */
export async function benchSchedule() {
  const rows = Object.entries({ 'all alike': ALIKE, 'three kinds': MIXED }).flatMap(([name, kinds]) => {
    const least = leastProduct(kinds)
    const policies = {
      'limn, from its prior': watchByPrior(kinds),
      'limn, learnt by size and quality': watchLearnt(kinds),
      'every 3 s (the API page)': watchInLoops(kinds, 3000),
      'every 0.5 s': watchInLoops(kinds, 500),
    }
    return Object.entries(policies).map(([policy, seen]) => ({
      tasks: name,
      policy,
      looks: seen.looks.toFixed(1),
      'mean delay s': seen.delay.toFixed(2),
      'p95 s': seen.p95.toFixed(2),
      product: productOf(seen).toFixed(1),
      'of the least': (productOf(seen) / least).toFixed(2),
    }))
  })
  return { title: `Looks at one task, ${TASKS} tasks, seed ${SEED}`, rows }
}

/** The same while all of them share what the upstream allows. */
export async function benchBudget() {
  const rows = [100, 1000].flatMap((count) => {
    const policies = {
      limn: watchLimited(count),
      'every 3 s': watchLimited(count, createLoop(3000, count)),
      'every 0.5 s': watchLimited(count, createLoop(500, count)),
    }
    return Object.entries(policies).map(([policy, seen]) => ({
      tasks: count,
      policy,
      looks: seen.looks.toFixed(1),
      'mean delay s': seen.delay.toFixed(2),
      'p95 s': seen.p95.toFixed(2),
      'answered 429': `${(seen.refused * 100).toFixed(0)} %`,
    }))
  })
  const title = `Tasks that begin at once, upstream takes ${LIMIT} requests a second; limn looks ${POLLS_PER_SECOND} times`
  return { title, rows }
}
