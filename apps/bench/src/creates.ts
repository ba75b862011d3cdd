import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mintKey } from '@limn/core'
import { createProxy, gptImage2, memoryLedger, type Ledger } from '@limn/server'
import { sqliteLedger } from '@limn/server/sqlite'

const ROUNDS = 5
const CREATES = 800
const AT_ONCE = 16

/** Creates a second through the proxy, 16 at once, and ms of one alone: on each ledger, against an upstream that answers at once. */
export async function benchCreates() {
  const folder = mkdtempSync(join(tmpdir(), 'limn-bench-'))
  let files = 0
  const ledgers: Record<string, () => Ledger> = {
    memory: () => memoryLedger(),
    SQLite: () => sqliteLedger(join(folder, `${(files += 1)}.db`)),
  }
  const runs = new Map(Object.keys(ledgers).map((name) => [name, { rates: [] as number[], alone: [] as number[] }]))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, make] of Object.entries(ledgers)) {
      const { create, close } = await proxyOn(make())
      await inParallel(100, AT_ONCE, create)
      const ms = await inParallel(CREATES, AT_ONCE, create)
      runs.get(name)!.rates.push((CREATES / ms) * 1000)
      const each: number[] = []
      for (let index = 0; index < 200; index += 1) each.push(await inParallel(1, 1, create))
      runs.get(name)!.alone.push(median(each))
      await close()
    }
  rmSync(folder, { recursive: true })
  const rows = [...runs].map(([ledger, { rates, alone }]) => ({
    ledger,
    'creates/s, 16 at once': median(rates).toFixed(0),
    'ms of one alone, p50': median(alone).toFixed(2),
  }))
  return { title: `Creates, ${CREATES} in each of ${ROUNDS} interleaved rounds, one cap each and one for all`, rows }
}

async function proxyOn(ledger: Ledger) {
  let ids = 0
  const answer = () =>
    Response.json({ id: `t${(ids += 1)}`, created: 1, model: 'm', status: 'pending', credits: 10, data: [] })
  await ledger.migrate()
  const proxy = createProxy({
    ledger,
    upstream: gptImage2({ apiKey: 'k', baseUrl: 'http://127.0.0.1:9', fetch: async () => answer() }),
    secret: 'a secret of more than thirty-two bytes',
    authorize: () => ({ id: 'u' }),
    limits: { cap: { credits: 1e9, per: 'day' } },
    rates: false,
    budget: { credits: 1e9, per: 'day' },
    onEvent: () => {},
  })
  const body = '{"prompt":"a fox in snow"}'
  return {
    close: () => proxy.close(),
    async create() {
      const headers = { 'content-type': 'application/json', 'idempotency-key': mintKey(Date.now()) }
      const response = await proxy(new Request('http://h/api/images/generations', { method: 'POST', headers, body }))
      if (response.status !== 200) throw new Error(await response.text())
    },
  }
}

/** ms for `count` pieces of work, so many at once. */
async function inParallel(count: number, width: number, work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  let begun = 0
  const worker = async () => {
    while (begun < count) {
      begun += 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return performance.now() - from
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
