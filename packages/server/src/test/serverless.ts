import type { Ledger } from '../ledger/ledger.ts'
import { proxyUnderTest, type testEnvironment } from './proxyUnderTest.ts'

interface Function {
  readonly ledger: Ledger
  readonly environment: ReturnType<typeof testEnvironment>
  readonly upstream: (request: Request) => Promise<Response>
  /** The platform knows `waitUntil`. */
  readonly waits: boolean
}

/**
 * One instance of a proxy on a platform that freezes it for ever as soon as it owes nothing more: neither its ledger nor its
 * upstream answers it from then on. `tried`: what it wanted of them while it was frozen.
 */
export function startInstance({ ledger, environment, upstream, waits }: Function) {
  let frozen = false
  const tried: string[] = []
  const owed: Promise<unknown>[] = []
  const gated =
    <Args extends unknown[], Result>(name: string, step: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (frozen) tried.push(name)
      const result = frozen ? undefined : await step(...args)
      return frozen ? new Promise<never>(() => {}) : result!
    }
  const steps = Object.entries(ledger).map(([name, step]) => [
    name,
    typeof step === 'function' ? gated(name, step as () => Promise<unknown>) : step,
  ])
  const context = waits ? { waitUntil: (work: Promise<unknown>) => void owed.push(work) } : {}
  const asked = proxyUnderTest({
    ledger: Object.fromEntries(steps) as Ledger,
    fetch: gated('upstream', upstream),
    environment,
    context,
    watch: false,
  })
  return {
    ...asked,
    tried,
    /** Its caller has its answer, or has left: what it owes is waited for, then it freezes. */
    async end() {
      for (let settled = -1; settled !== owed.length;) {
        settled = owed.length
        // oxlint-disable-next-line no-await-in-loop -- what is owed may owe more
        await Promise.allSettled(owed)
      }
      frozen = true
      environment.advance(60_000)
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
