import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { mintKey } from '@limn/core'
import { quantile, startWorld } from './startWorld.ts'

// J07: 5,000 creates, 16 at once, each under a key of its own, on SQLite with synchronous=FULL; three rounds of it.
// Their tasks are looked at and end, so that what stays in memory should not.
const CREATES = 5000
const AT_ONCE = 16
const ROUNDS = 3
const ALONE = 500
/** Handles and tags that are remembered at most. */
const FULL = 20_000
/** ms without a look. */
const QUIET = 3000

const residentOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

/** ms of processor that a process has used. */
const processorOf = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const BODY = '{"prompt":"a fox in snow"}'

function create(endpoint: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': BODY.length,
    'x-user': 'ann',
    'idempotency-key': mintKey(Date.now()),
  }
  return new Promise((resolve, reject) => {
    const sent = request(`${endpoint}/generations`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode!))
    })
    sent.once('error', reject).end(BODY)
  })
}

async function round(endpoint: string, pid: number) {
  let [begun, wrong] = [0, 0]
  const times: number[] = []
  const from = performance.now()
  const before = processorOf(pid)
  const worker = async () => {
    while (begun < CREATES) {
      begun += 1
      const began = performance.now()
      const status = await create(endpoint)
      times.push(performance.now() - began)
      if (status !== 200) wrong += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const seconds = (performance.now() - from) / 1000
  const each = (processorOf(pid) - before) / CREATES
  await allEnded()
  return {
    'creates/s': CREATES / seconds,
    'not 200': wrong,
    'p50 ms': quantile(times, 0.5),
    'p99 ms': quantile(times, 0.99),
    'processor ms each': each,
    'RSS MB': residentOf(pid),
  }
}

/** Until nothing is looked at any more: what has ended is in nobody's memory. */
async function allEnded() {
  for (let seen = -1; seen !== world.simulator.polls.length; await setTimeout(QUIET))
    seen = world.simulator.polls.length
}

/** ms of a create that is alone, p50, on each ledger in turns. */
async function alone(endpoints: readonly string[]): Promise<readonly number[]> {
  const times = endpoints.map((): number[] => [])
  for (let turn = 0; turn < ALONE; turn += 1)
    for (const [index, endpoint] of endpoints.entries()) {
      const began = performance.now()
      await create(endpoint)
      times[index]!.push(performance.now() - began)
    }
  return times.map((each) => quantile(each, 0.5))
}

const world = await startWorld()
const [sqlite, memory] = [await world.open(), await world.open('memory')]
await alone([sqlite.url, memory.url])
const [kept, forgotten] = await alone([sqlite.url, memory.url])
// What a process settles at is what counts: by then it remembers as much as it ever does.
for (let count = 0; count < FULL; count += CREATES) await round(sqlite.url, sqlite.pid)
const rows = []
for (let count = 1; count <= ROUNDS; count += 1) rows.push({ round: count, ...(await round(sqlite.url, sqlite.pid)) })
console.table(
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toFixed(2))]))),
)
console.log(
  `a create alone, p50: SQLite ${kept!.toFixed(2)} ms, memory ${forgotten!.toFixed(2)} ms; the ledger costs ${(kept! - forgotten!).toFixed(2)} ms`,
)
const distinct = new Set(world.simulator.creates.map(({ id }) => id)).size
console.log(`${distinct} creates executed`)
await Promise.all([sqlite.close(), memory.close()])
await world.close()
agent.destroy()
if (rows.some((row) => row['not 200'] > 0)) process.exitCode = 1
