import type { Browser, Route } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from 'vitest'
import { startBuiltProduct, type BuiltProduct } from './builtProduct.ts'
import { launch } from './launch.ts'

let browser: Browser
let product: BuiltProduct
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startBuiltProduct()])
}, 60_000)
afterEach(() => product.simulator.reset())
afterAll(async () => {
  await browser.close()
  await product.close()
})

/** A page that gets the engine's code as `answer` says. */
async function openWith(answer: (route: Route) => Promise<void>) {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.route(/\/createEngine-[^/]*\.js$/, answer)
  await page.goto(product.url)
  return page
}

it('a double click before the engine’s code has come is one create, and its picture is shown', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const page = await openWith(async (route) => {
    await promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'Draw' }).dblclick()
  await page.getByText('queued').waitFor()
  expect(product.simulator.creates).toHaveLength(0)
  resolve()
  await page.getByRole('img').first().waitFor()
  expect(product.simulator.creates).toHaveLength(1)
})

it('code that does not come fails what was asked for, which is not charged; a reload brings it', async () => {
  let isThere = false
  const page = await openWith((route) => (isThere ? route.continue() : route.abort()))
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.getByRole('button', { name: 'Draw' }).click()
  await page.getByRole('alert').getByText('upstream_unavailable').waitFor()
  expect(said.join()).toContain('does not load')
  isThere = true
  await page.reload()
  await page.locator('main[data-ready=true]').waitFor()
  expect(product.simulator.creates).toHaveLength(0)
  await page.getByRole('button', { name: 'Draw' }).click()
  await page.getByRole('img').first().waitFor()
  expect(product.simulator.creates).toHaveLength(1)
})

it('code that comes at the third attempt is enough', async () => {
  let attempts = 0
  const page = await openWith((route) => ((attempts += 1) < 3 ? route.abort() : route.continue()))
  await page.getByRole('button', { name: 'Draw' }).click()
  await page.getByRole('img').first().waitFor()
  expect(product.simulator.creates).toHaveLength(1)
})
