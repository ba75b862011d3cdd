import { mintKey } from '@limn/core'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { startPostgres } from '../database/postgres.ts'
import { buildServer } from './buildServer.ts'
import { inParallel } from './inParallel.ts'
import { look, post, pursue, type Intent } from './intent.ts'
import { judge } from './judge.ts'
import { createRandom } from './random.ts'
import { startProxy } from './startProxy.ts'
import { postgresStore } from './store.ts'

// D08: every process of the Postgres behind two proxies gets a SIGKILL while creates run, three times over.
const ROUNDS = 3
const INTENTS = 150
const AT_ONCE = 16
const API_KEY = 'sk-kill-0123456789'
const NO_CAP = 1_000_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const postgres = await startPostgres()
const built = await buildServer()
const store = await postgresStore(postgres.url)
await store.migrate()
const simulator = createSimulator({ apiKey: API_KEY, balance: NO_CAP })
simulator.use({ on: 'create', do: { delay: 40 } })
const upstream = await serveSimulator(simulator)
const flags = ['--upstream', upstream.url, '--ledger', store.ledger, '--principal-header', 'x-user']
const caps = ['--cap', String(NO_CAP), '--cap-all', String(NO_CAP)]
const rates = ['--creates-per-minute', String(NO_CAP), '--reads-per-minute', String(NO_CAP)]
const env = { GPT_IMAGE_2_API_KEY: API_KEY, LIMN_SECRET: 'a secret of more than thirty-two bytes' }
const command = { cli: built.cli, args: [...flags, ...rates, ...caps], env }
const proxies = await Promise.all([startProxy(command), startProxy(command)])
const random = createRandom(8)
const reach = () => proxies[random() < 0.5 ? 0 : 1].url
const intents: Intent[] = []
const rows = []
try {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const fresh = Array.from({ length: INTENTS }, (_, n) => newIntent(`round ${round}, intent ${n}`))
    intents.push(...fresh)
    const working = inParallel(fresh, AT_ONCE, async (intent) => void (await pursue(intent, reach, random)))
    await pause(300 + random() * 400)
    await postgres.kill()
    const before = countAcknowledged()
    await pause(300)
    await postgres.start()
    await working
    rows.push({ round, 'acknowledged at the kill': before, 'after the round': countAcknowledged() })
  }
  // The dead attempts' leases end, and every browser comes back: with its handle, where it has one.
  await store.endLeases()
  await inParallel(intents, AT_ONCE, async (intent) => {
    for (const handle of intent.acknowledged) await look(intent, handle, reach())
    const answer = await post(intent, reach())
    if (answer?.status === 200) intent.acknowledged.add(answer.id!)
  })
  const verdict = await judge({ intents, simulator, store, caps: { each: NO_CAP, all: NO_CAP }, reach })
  console.table(rows)
  console.log({ intents: intents.length, executed: simulator.creates.length, acknowledged: countAcknowledged() })
  console.log(verdict)
  if (Object.values(verdict).some((broken) => broken.length > 0)) process.exitCode = 1
} finally {
  for (const { child } of proxies) child.kill('SIGKILL')
  await upstream.close()
  await store.remove().catch(() => {})
  await postgres.stop()
  built.remove()
}

function newIntent(prompt: string): Intent {
  return { user: 'ann', key: mintKey(Date.now()), prompt, acknowledged: new Set() }
}

function countAcknowledged(): number {
  return intents.filter(({ acknowledged }) => acknowledged.size > 0).length
}
