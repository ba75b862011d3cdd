import { mintKey } from '@limn/core'
import { createSimulator, type Simulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { crashFaults } from './faults.ts'
import { startFleet } from './fleet.ts'
import { ask, look, post, pursue, type Intent } from './intent.ts'
import { createRandom } from './random.ts'
import type { Account, Store } from './store.ts'

const INTENTS = 400
const USERS = 8
const PRICE = 10
/** Credits; less than the intents would take, so that both caps are reached. */
const CAP = 350
const CAP_ALL = 2500
const AT_ONCE = 16
const API_KEY = 'sk-crash-0123456789'

/** What a run came to. The lists are empty when every promise was kept. */
export interface Verdict {
  readonly seed: number
  readonly kills: number
  readonly executed: number
  readonly acknowledged: number
  /** How the intents ended for their browsers, by word. */
  readonly ends: Readonly<Record<string, number>>
  /** Prompts that were charged more than once. */
  readonly doubled: readonly string[]
  /** Acknowledged intents whose task is not found any more, or is another one. */
  readonly lost: readonly string[]
  /** Executed creates that the ledger has no row of. */
  readonly forgotten: readonly string[]
  /** Caps that were passed, charges that nobody counts, accounts that do not add up. */
  readonly over: readonly string[]
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
      doubled: findDoubled(simulator),
      ...(await findMissing(intents, simulator, reach)),
      over: findOver(simulator, intents, await store.readAccounts()),
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

async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async () => {
    // oxlint-disable-next-line no-await-in-loop -- each worker does one after the other
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

const promptsOf = ({ creates }: Simulator) => creates.map(({ request }) => request.prompt ?? '')

function findDoubled(simulator: Simulator): readonly string[] {
  const seen = new Map<string, number>()
  for (const prompt of promptsOf(simulator)) seen.set(prompt, (seen.get(prompt) ?? 0) + 1)
  return [...seen].filter(([, count]) => count > 1).map(([prompt, count]) => `${prompt}: ${count} creates`)
}

async function findMissing(intents: readonly Intent[], simulator: Simulator, reach: () => string) {
  const executed = new Set(promptsOf(simulator))
  const [lost, forgotten]: [string[], string[]] = [[], []]
  await inParallel(intents, AT_ONCE, async (intent) => {
    const row = await ask(intent, reach())
    if (executed.has(intent.prompt) && row?.status !== 200 && row?.status !== 424)
      forgotten.push(`${intent.prompt}: ${row?.error?.code}`)
    for (const handle of intent.acknowledged) {
      // oxlint-disable-next-line no-await-in-loop -- one handle, as a rule
      const task = await look(intent, handle, reach())
      if (row?.id !== handle || task?.status !== 200)
        lost.push(
          `${intent.prompt}: row ${row?.error?.code ?? row?.id === handle}, task ${task?.error?.code ?? 'found'}`,
        )
    }
  })
  return { lost, forgotten }
}

/** Each account: its cap, what upstream executed for it, what the ledger counts for it. */
function findOver({ creates }: Simulator, intents: readonly Intent[], accounts: readonly Account[]): readonly string[] {
  const payers = new Map(intents.map(({ prompt, user }) => [prompt, user]))
  return accounts.flatMap(({ name, used, byRows }) => {
    const [, user] = /principal:(.+)$/.exec(name) ?? []
    const cap = user === undefined ? CAP_ALL : CAP
    const executed = creates.filter(({ request }) => user === undefined || payers.get(request.prompt ?? '') === user)
    const charged = executed.length * PRICE
    return [
      ...(charged > cap || used > cap ? [`${name}: ${charged} charged, ${used} counted, ${cap} allowed`] : []),
      ...(charged > used ? [`${name}: ${charged} charged, only ${used} counted`] : []),
      ...(used === byRows ? [] : [`${name}: ${used} counted, ${byRows} in its rows`]),
    ]
  })
}
