import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault, SimulatorOptions } from '@limn/simulator'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { builtPages } from '../../apps/playground/server/builtPages.ts'
import { root } from '../rules/sources.ts'
import { buildForProduction } from './buildForProduction.ts'
import { startProduct } from './product.ts'

/** How long a task takes by the simulator's clock: only `later` ends one. */
export const LONG = 1_000_000

/** The playground as it is deployed, over a simulator whose clock the test moves. */
export async function startBuiltPlayground(options: SimulatorOptions = {}) {
  let ahead = 0
  const folder = await mkdtemp(join(tmpdir(), 'limn-playground-'))
  const outDir = join(folder, 'built')
  await buildForProduction({ root: join(root, 'apps/playground'), build: { outDir } })
  const product = await startProduct(builtPages(outDir), {
    duration: LONG,
    now: () => Date.now() + ahead,
    ...options,
  })
  const { simulator } = product
  return {
    ...product,
    simulator,
    /** The simulator's clock, `ms` further on. */
    later(ms: number) {
      ahead += ms
    },
    /** From here on this goes wrong, and nothing else; the simulator knows of nothing that was. */
    faults(...faults: Fault[]) {
      simulator.reset()
      simulator.use(...faults)
    },
    async close() {
      await product.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type BuiltPlayground = Awaited<ReturnType<typeof startBuiltPlayground>>

/** The playground in a browser profile of its own, ready to be written into; closed with the test. */
export async function openPlayground(
  browser: Browser,
  product: BuiltPlayground,
  query = '',
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(`${product.url}/?${query || 'lang=en'}`)
  await page.getByRole('textbox').first().waitFor()
  return page
}
