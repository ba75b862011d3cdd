import { join } from 'node:path'
import { gptImage2 } from '@limn/server'
import { createSimulator, type Simulator, type SimulatorOptions } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import type { Browser, Page } from 'playwright'
import { createStorage } from 'unstorage'
import { onTestFinished } from 'vitest'
import { listen, type Pages } from '../../apps/playground/server/listen.ts'
import { devPages } from '../../apps/playground/server/devPages.ts'
import { createPlayground, PATH } from '../../apps/playground/server/playground.ts'
import { createScenes } from '../../apps/playground/server/scenes.ts'
import { root } from '../rules/sources.ts'
import { dot } from './dot.ts'

export const API_KEY = 'sk-e2e-CANARY-0123456789'

const PAGES = { playground: join(root, 'apps/playground'), app: join(root, 'tests/e2e/app') }

/** The whole product over real HTTP: pages, proxy and simulator, each request counted by the simulator's own log. */
export async function startProduct(pages: keyof typeof PAGES | Pages, options: SimulatorOptions = {}) {
  const simulator = createSimulator({
    duration: [300, 600],
    apiKey: API_KEY,
    ...(pages === 'app' && { paint: dot }),
    ...options,
  })
  const upstream = await serveSimulator(simulator)
  const served = typeof pages === 'string' ? devPages(PAGES[pages]) : pages
  const server = await listen(0)
  const files = createStorage()
  const playground = await createPlayground(
    {
      mode: 'simulated',
      upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
      scenes: createScenes(new URL('/_simulator/faults', upstream.url)),
      close: () => upstream.close(),
    },
    served.handle,
    { references: { store: files, publicUrl: `${server.url}${PATH}` } },
  )
  await server.serve(playground.app, served)
  return {
    url: server.url,
    upstream: upstream.url,
    simulator,
    /** Uploaded files. */
    files,
    async close() {
      await server.close()
      await playground.close()
    },
  }
}

export type Product = Awaited<ReturnType<typeof startProduct>> & { simulator: Simulator }

/** A page of a browser profile of its own; closed with the test. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(url)
  return page
}
