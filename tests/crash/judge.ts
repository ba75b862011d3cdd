import type { Simulator } from '@limn/simulator'
import { ask, look, type Intent } from './intent.ts'
import { inParallel } from './inParallel.ts'
import type { Account, Store } from './store.ts'

const PRICE = 10
const AT_ONCE = 16

/** Promises that a run broke; the lists are empty when all were kept. */
export interface Broken {
  /** Prompts that were charged more than once. */
  readonly doubled: readonly string[]
  /** Acknowledged intents whose task is not found any more, or is another one. */
  readonly lost: readonly string[]
  /** Executed creates that the ledger has no row of. */
  readonly forgotten: readonly string[]
  /** Caps that were passed, charges that nobody counts, accounts that do not add up. */
  readonly over: readonly string[]
}

/** A run that is over: who wanted what, what upstream executed, the ledger, its caps in credits, and a way to a proxy. */
interface Run {
  readonly intents: readonly Intent[]
  readonly simulator: Simulator
  readonly store: Store
  readonly caps: { readonly each: number; readonly all: number }
  readonly reach: () => string
}

/** Judges a run by what upstream executed and what its users are told now. */
export async function judge({ intents, simulator, store, caps, reach }: Run): Promise<Broken> {
  return {
    doubled: findDoubled(simulator),
    ...(await findMissing(intents, simulator, reach)),
    over: findOver(simulator, intents, { caps, accounts: await store.readAccounts() }),
  }
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
function findOver(
  { creates }: Simulator,
  intents: readonly Intent[],
  { caps, accounts }: { readonly caps: Run['caps']; readonly accounts: readonly Account[] },
): readonly string[] {
  const payers = new Map(intents.map(({ prompt, user }) => [prompt, user]))
  return accounts.flatMap(({ name, used, byRows }) => {
    const [, user] = /principal:(.+)$/.exec(name) ?? []
    const cap = user === undefined ? caps.all : caps.each
    const executed = creates.filter(({ request }) => user === undefined || payers.get(request.prompt ?? '') === user)
    const charged = executed.length * PRICE
    return [
      ...(charged > cap || used > cap ? [`${name}: ${charged} charged, ${used} counted, ${cap} allowed`] : []),
      ...(charged > used ? [`${name}: ${charged} charged, only ${used} counted`] : []),
      ...(used === byRows ? [] : [`${name}: ${used} counted, ${byRows} in its rows`]),
    ]
  })
}
