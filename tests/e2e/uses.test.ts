import { join } from 'node:path'
import type { Browser } from 'playwright'
import { createServer, defaultClientConditions, defaultServerConditions, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../rules/sources.ts'
import config from '../uses/01/vite.config.ts'
import { launch } from './launch.ts'
import { openPage } from './product.ts'

let browser: Browser
let vite: ViteDevServer
beforeAll(async () => {
  browser = await launch()
  // Read by this test's own loader: Vite's would look for built packages.
  vite = await createServer({
    ...config,
    configFile: false,
    root: join(root, 'tests/uses/01'),
    server: { port: 0, host: '127.0.0.1' },
    resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
    ssr: { resolve: { conditions: ['@limn/source', ...defaultServerConditions] } },
  })
  await vite.listen()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await vite.close()
})

describe('use 1: one line in an app, one plugin in its vite.config', () => {
  it('draws', async () => {
    const page = await openPage(browser, vite.resolvedUrls!.local[0]!)
    await page.getByRole('textbox').first().fill('dunes after wind')
    await page.getByRole('button', { name: /generate/i }).click()
    await page.locator('[data-status=succeeded]').first().waitFor({ timeout: 20_000 })
    expect(await page.locator('[data-slot=limn-gallery] img').count()).toBe(1)
  })
})
