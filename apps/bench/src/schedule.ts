import { nextPoll } from '@limn/core'

const TASKS = 2000
const ONE_WAY = 0.07 // s, browser to proxy to upstream

/** Durations in s, log-normal, p50 58.7 s and p95 142.8 s; 8 % fail fast, 3 % are stretched. Seeded. */
function durations(): readonly number[] {
  let state = 20_261_124
  // mulberry32: neighbours of a plain congruential generator are too alike for Box and Muller.
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return (((again ^ (again >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: TASKS }, () => {
    if (random() < 0.08) return 3 * Math.exp(0.5 * normal())
    return 58.7 * Math.exp(0.54 * normal()) * (random() < 0.03 ? 2 + 2 * random() : 1)
  })
}

function watch(duration: number, next: (age: number) => number) {
  let [age, looks] = [0, 0]
  do {
    age += next(age)
    looks += 1
  } while (age < duration)
  return { looks, delay: age - duration + ONE_WAY }
}

/** How often each policy looks at a task, and how late it sees the end: their product is what a policy is judged by. */
export async function benchSchedule() {
  const policies = {
    'limn, from its prior': (age: number) => nextPoll({ age: age * 1000 }) / 1000,
    'every 3 s (the API page)': () => 3,
    'every 0.5 s': () => 0.5,
  }
  const rows = Object.entries(policies).map(([policy, next]) => {
    const seen = durations().map((duration) => watch(duration, next))
    const looks = mean(seen.map((task) => task.looks))
    const delay = mean(seen.map((task) => task.delay))
    return {
      policy,
      looks: looks.toFixed(1),
      'mean delay s': delay.toFixed(2),
      product: (looks * (delay - ONE_WAY)).toFixed(1),
    }
  })
  return { title: `Polls of one task, ${TASKS} tasks`, rows }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
