import { createLimn, type Limn, type LimnOptions } from '@limn/react'
import { createProxy, gptImage2, memoryLedger, type Limits } from '@limn/server'
import { createSimulator, type Simulator, type SimulatorOptions } from '@limn/simulator'

/** limn with all that stands behind it. */
export interface Stack {
  readonly limn: Limn
  readonly simulator: Simulator
  /** What limn asked the proxy, as `GET /tasks/…`, in order. */
  readonly requests: readonly string[]
}

/** limn in the browser, the proxy, and the simulated service behind it, in one process. `limits` cuts what the proxy offers. */
export function openLimn(options: SimulatorOptions = {}, limits: Limits = {}, own: LimnOptions = {}): Stack {
  const simulator = createSimulator({ duration: 0, ...options })
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: simulator.apiKey, baseUrl: 'http://127.0.0.1/api/v1', fetch: simulator.fetch }),
    ledger: memoryLedger(),
    authorize: () => ({ id: 'a reader' }),
    limits,
    // An `<img>` reaches no proxy that lives in the page.
    images: false,
    secret: 'a secret of the tests, long enough to be one',
  })
  const requests: string[] = []
  const limn = createLimn({
    endpoint: 'http://limn.test/api/images',
    fetch: (request) => {
      requests.push(`${request.method} ${new URL(request.url).pathname.replace('/api/images', '')}`)
      return proxy(request)
    },
    journal: 'memory',
    pollInterval: 340,
    ...own,
  })
  return { limn, simulator, requests }
}
