import { fork, type ChildProcess } from 'node:child_process'
import type { Order } from './proxy/load.ts'

const ROUNDS = 5
const SECONDS = 2
const WARM = 15
const CONNECTIONS = 32
/** More than can be polled in a second, so that no two polls are one look. */
const TASKS = 10_000

interface Target {
  readonly origin: string
  readonly paths: readonly string[]
}

/** Polls a second over real sockets, each server and the load in a process of its own. */
export async function benchProxy() {
  const children: ChildProcess[] = []
  const start = (file: string, args: readonly string[] = []) => {
    const child = fork(new URL(`proxy/${file}.ts`, import.meta.url), [...args], { execArgv: process.execArgv })
    children.push(child)
    return child
  }
  const target = (file: string, ...args: readonly string[]) => heard<Target>(start(file, args))
  try {
    const upstream = await target('upstream')
    const targets = {
      'raw undici pass-through': await target('raw', upstream.origin, `${TASKS}`),
      'limn, passed through': await target('limn', upstream.origin, `${TASKS}`),
      'limn, from its watcher': await target('limn', upstream.origin, '200', 'memory'),
    }
    const load = start('load')
    const rates = new Map(Object.keys(targets).map((name) => [name, [] as number[]]))
    for (let round = -1; round < ROUNDS; round += 1)
      for (const [name, { origin, paths }] of Object.entries(targets)) {
        // The first round warms up: what is measured is code that has been compiled.
        const ms = (round < 0 ? WARM : SECONDS) * 1000
        load.send({ origin, paths, connections: CONNECTIONS, ms } satisfies Order)
        const rate = await heard<number>(load)
        if (round >= 0) rates.get(name)!.push(rate)
      }
    const base = median(rates.get('raw undici pass-through')!)
    const rows = [...rates].map(([server, all]) => ({
      server,
      'polls/s': median(all).toFixed(0),
      ratio: (median(all) / base).toFixed(2),
    }))
    return { title: `Polls, ${CONNECTIONS} connections, median of ${ROUNDS} interleaved rounds of ${SECONDS} s`, rows }
  } finally {
    for (const child of children) if (child.connected) child.disconnect()
  }
}

/** What a child process says next. */
const heard = <T>(child: ChildProcess) =>
  new Promise<T>((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`))
    child.once('exit', ended).once('message', (told) => {
      child.off('exit', ended)
      resolve(told as T)
    })
  })

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
