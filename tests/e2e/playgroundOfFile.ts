import type { Browser } from 'playwright'
import type { SimulatorOptions } from '@limn/simulator'
import { afterAll, beforeAll } from 'vitest'
import { startBuiltPlayground, type BuiltPlayground } from './builtPlayground.ts'
import { launch } from './launch.ts'

/** A browser and the playground as it is deployed, for all tests of a file; there once they run. */
export function playgroundOfFile(options?: SimulatorOptions) {
  const held = {} as { browser: Browser; product: BuiltPlayground }
  beforeAll(async () => {
    ;[held.browser, held.product] = await Promise.all([launch(), startBuiltPlayground(options)])
  })
  afterAll(async () => {
    await held.browser.close()
    await held.product.close()
  })
  return held
}
