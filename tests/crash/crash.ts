import { mintKey } from '@limn/core'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { crashFaults } from './faults.ts'
import { startFleet } from './fleet.ts'
import { inParallel } from './inParallel.ts'
import { post, pursue, type Intent } from './intent.ts'
import { judge, type Broken } from './judge.ts'
import { createRandom } from './random.ts'
import type { Store } from './store.ts'

const INTENTS = 400
const USERS = 8
/** Credits; less than the intents would take, so that both caps are reached. */
const CAP = 350
const CAP_ALL = 2500
const AT_ONCE = 16
const API_KEY = 'sk-crash-0123456789'

/** What a run came to. */
export interface Verdict extends Broken {
  readonly seed: number
  readonly kills: number
  readonly executed: number
  readonly acknowledged: number
  /** How the intents ended for their browsers, by word. */
  readonly ends: Readonly<Record<string, number>>
}

/** Two proxies on one ledger, 400 intents, a third of upstream's answers wrong, a quarter sent twice, one proxy killed over and over. */
export async function crash({ cli, store, seed }: { cli: string; store: Store; seed: number }): Promise<Verdict> {
  const random = createRandom(seed)
  const simulator = createSimulator({ seed, apiKey: API_KEY, balance: 1_000_000, duration: [500, 2000] })
  simulator.use(...crashFaults)
  const upstream = await serveSimulator(simulator)
  await store.migrate()
  const flags = ['--upstream', upstream.url, '--ledger', store.ledger, '--principal-header', 'x-user']
  const rates = ['--creates-per-minute', '100000', '--reads-per-minute', '100000']
  const args = [...flags, ...rates, '--cap', String(CAP), '--cap-all', String(CAP_ALL)]
  const env = { GPT_IMAGE_2_API_KEY: API_KEY, LIMN_SECRET: 'a secret of more than thirty-two bytes' }
  const fleet = await startFleet({ cli, args, env }, random)
  try {
    const reach = () => fleet.urls[random() < 0.5 ? 0 : 1]!
    const intents = Array.from({ length: INTENTS }, (_, n) => newIntent(n))
    const ends: Record<string, number> = {}
    await inParallel(intents, AT_ONCE, async (intent) => {
      const twin = random() < 0.25
      const both = await Promise.all(Array.from({ length: twin ? 2 : 1 }, () => pursue(intent, reach, random)))
      for (const word of both) ends[word] = (ends[word] ?? 0) + 1
    })
    await fleet.calm()

    // The dead attempts' leases end, and every browser comes back once more.
    await store.endLeases()
    await inParallel(intents, AT_ONCE, async (intent) => {
      const answer = await post(intent, reach())
      if (answer?.status === 200) intent.acknowledged.add(answer.id!)
    })
    return {
      seed,
      kills: fleet.kills,
      executed: simulator.creates.length,
      acknowledged: intents.filter(({ acknowledged }) => acknowledged.size > 0).length,
      ends,
      ...(await judge({ intents, simulator, store, caps: { each: CAP, all: CAP_ALL }, reach })),
    }
  } finally {
    await fleet.close()
    await upstream.close()
  }
}

const newIntent = (n: number): Intent => ({
  user: `u${n % USERS}`,
  key: mintKey(Date.now()),
  prompt: `intent ${n}`,
  acknowledged: new Set(),
})
