import { mintKey } from '@limn/core'
import { createSimulator, type SimulatorOptions } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { ask, post, type Intent } from '../crash/intent.ts'
import { startProxy } from '../crash/startProxy.ts'
import { sqliteStore, type Store } from '../crash/store.ts'

export const API_KEY = 'sk-network-0123456789'
const CAP = 1000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a case runs on: its own upstream, ledger and proxies, and what it leaves behind goes with it. */
export async function makeWorld(
  cli: string,
  { store = sqliteStore(), ...options }: SimulatorOptions & { readonly store?: Store } = {},
) {
  const simulator = createSimulator({ apiKey: API_KEY, duration: 500, ...options })
  const upstream = await serveSimulator(simulator)
  await store.migrate()
  const ends: (() => unknown)[] = [() => upstream.close(), () => store.remove()]
  return {
    simulator,
    store,
    upstream: upstream.url,
    upstreamPort: Number(new URL(upstream.url).port),
    /** One more proxy; it may reach the ledger by another way. */
    async open(ledger = store.ledger) {
      const { url, child } = await startProxy({
        cli,
        args: ['--upstream', upstream.url, '--ledger', ledger, '--principal-header', 'x-user', '--cap', `${CAP}`],
        env: { GPT_IMAGE_2_API_KEY: API_KEY, LIMN_SECRET: 'a secret of more than thirty-two bytes' },
      })
      ends.unshift(() => child.kill('SIGKILL'))
      return url
    },
    /** Credits held and spent. */
    used: async () => (await store.readAccounts()).reduce((sum, { used }) => sum + used, 0),
    async close() {
      for (const end of ends) await end()
    },
  }
}

export const newIntent = (prompt = 'a fox'): Intent => ({
  user: 'ann',
  key: mintKey(Date.now()),
  prompt,
  acknowledged: new Set(),
})

/** As a browser does it: sends, and asks about what it did not hear of, until there is an answer that stays. */
export async function pursue(intent: Intent, endpoint: string, patience: number): Promise<string> {
  let next = post
  const until = performance.now() + patience
  while (performance.now() < until) {
    const answer = await next(intent, endpoint)
    const word = wordOf(answer)
    if (['200', 'outcome_unknown'].includes(word)) return word
    next = ['generation_not_found', 'upstream_unavailable', 'ledger_unavailable'].includes(word) ? post : ask
    await pause(500)
  }
  return 'no answer'
}

/** The code of an answer, or its status; `no answer` where the connection broke. */
export const wordOf = (answer: Awaited<ReturnType<typeof post>>): string =>
  answer === undefined ? 'no answer' : (answer.error?.code ?? `${answer.status}`)

/** Seconds that a piece of work took, and what came of it. */
export async function timed<T>(work: Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const from = performance.now()
  const result = await work
  return { seconds: (performance.now() - from) / 1000, result }
}
