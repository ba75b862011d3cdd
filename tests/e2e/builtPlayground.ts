import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault, SimulatorOptions } from '@limn/simulator'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { build } from 'vite'
import { builtPages } from '../../apps/playground/server/builtPages.ts'
import { root } from '../rules/sources.ts'
import { startProduct } from './product.ts'

/** How long a task takes by the simulator's clock: only `later` ends one. */
export const LONG = 1_000_000

/** The playground as it is deployed, over a simulator whose clock the test moves. */
export async function startBuiltPlayground(options: SimulatorOptions = {}) {
  let ahead = 0
  const folder = await mkdtemp(join(tmpdir(), 'limn-playground-'))
  const outDir = join(folder, 'built')
  await buildForProduction(outDir)
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

// Vitest says `test`, and Vite would build React as for development.
async function buildForProduction(outDir: string) {
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  await build({ root: join(root, 'apps/playground'), logLevel: 'error', build: { outDir } })
  process.env.NODE_ENV = NODE_ENV
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
