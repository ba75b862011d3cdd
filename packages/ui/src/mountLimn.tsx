import { createLimn, LimnProvider, type Limn } from '@limn/react'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator, type Simulator, type SimulatorOptions } from '@limn/simulator'
import { render, type RenderResult } from '@testing-library/react'
import type { ReactElement } from 'react'
import { StrictMode } from 'react'

/** A part on the real thing: limn in the browser, the proxy, and the simulated service behind it, in one process. */
export function mountLimn(
  ui: ReactElement,
  options: SimulatorOptions = {},
): RenderResult & { simulator: Simulator; limn: Limn } {
  const { limn, simulator } = openLimn(options)
  const view = render(ui, {
    wrapper: ({ children }) => (
      <StrictMode>
        <LimnProvider limn={limn}>{children}</LimnProvider>
      </StrictMode>
    ),
  })
  return { ...view, simulator, limn }
}

/** The same without a component. */
export function openLimn(options: SimulatorOptions = {}): { limn: Limn; simulator: Simulator } {
  const simulator = createSimulator({ duration: 0, ...options })
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: simulator.apiKey, fetch: simulator.fetch }),
    ledger: memoryLedger(),
    dangerouslyAllowAnonymous: true,
    secret: 'a secret of the tests, long enough to be one',
  })
  const limn = createLimn({
    endpoint: 'http://limn.test/api/images',
    fetch: (request) => proxy(request),
    journal: 'memory',
    pollInterval: 340,
  })
  return { limn, simulator }
}
