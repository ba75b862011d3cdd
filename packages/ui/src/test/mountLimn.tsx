import { createLimn, LimnProvider, type Limn } from '@limn/react'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator, type Simulator, type SimulatorOptions } from '@limn/simulator'
import { render, type RenderResult } from '@testing-library/react'
import type { ReactElement } from 'react'
import { StrictMode } from 'react'

interface Stack {
  readonly limn: Limn
  readonly simulator: Simulator
  /** What limn asked the proxy, as `GET /tasks/…`, in order. */
  readonly requests: readonly string[]
}

/** A part on the real thing: limn in the browser, the proxy, and the simulated service behind it, in one process. */
export function mountLimn(ui: ReactElement, options: SimulatorOptions = {}): RenderResult & Stack {
  const stack = openLimn(options)
  const view = render(ui, {
    wrapper: ({ children }) => (
      <StrictMode>
        <LimnProvider limn={stack.limn}>{children}</LimnProvider>
      </StrictMode>
    ),
  })
  return { ...view, ...stack }
}

/** The same without a component. */
export function openLimn(options: SimulatorOptions = {}): Stack {
  const simulator = createSimulator({ duration: 0, ...options })
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: simulator.apiKey, baseUrl: 'http://127.0.0.1/api/v1', fetch: simulator.fetch }),
    ledger: memoryLedger(),
    authorize: () => ({ id: 'a reader' }),
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
  })
  return { limn, simulator, requests }
}
