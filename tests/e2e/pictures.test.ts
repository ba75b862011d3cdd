import sharp from 'sharp'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch } from './launch.ts'
import { API_KEY, openPage, startProduct, type Product } from './product.ts'

let browser: Browser
let product: Product
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startProduct('playground')])
}, 60_000)
afterAll(async () => {
  await browser.close()
  await product.close()
})

async function draw(page: Page, prompt: string) {
  await page.getByRole('textbox').first().fill(prompt)
  await page.getByRole('button', { name: /generate/i }).click()
  await page.locator('[data-status=succeeded]').first().waitFor({ timeout: 20_000 })
}

/** Every picture on the page as the browser shows it, with the bytes behind it. */
async function pictures(page: Page) {
  const images = await page.locator('[data-slot=limn-gallery] img').all()
  return Promise.all(
    images.map(async (image) => {
      const shown = await image.evaluate(async (element: HTMLImageElement) => {
        element.loading = 'eager'
        await element.decode()
        return { width: element.naturalWidth, height: element.naturalHeight, url: element.currentSrc }
      })
      const bytes = Buffer.from(await (await fetch(shown.url)).arrayBuffer())
      const { format, width, height } = await sharp(bytes).metadata()
      return { shown: [shown.width, shown.height], format, width, height, bytes }
    }),
  )
}

describe('a prompt typed into the playground', () => {
  it('becomes the asked number of pictures, in the asked pixels and format', async () => {
    const page = await openPage(browser, product.url)
    await page.getByRole('radio', { name: /3:2/ }).check({ force: true })
    await page.getByRole('button', { name: /more pictures|increase|one more/i }).click()
    await draw(page, 'poppies at the edge of a field')
    const drawn = await pictures(page)
    expect(drawn.map(({ shown, format, width, height }) => ({ shown, format, width, height }))).toEqual([
      { shown: [1536, 1024], format: 'png', width: 1536, height: 1024 },
      { shown: [1536, 1024], format: 'png', width: 1536, height: 1024 },
    ])
    expect(drawn[0]!.bytes.equals(drawn[1]!.bytes)).toBe(false)
    expect(product.simulator.creates.map(({ credits }) => credits)).toEqual([20])
  })

  it('stays in this browser: another one neither lists nor reaches it', async () => {
    const [mine, theirs] = await Promise.all([openPage(browser, product.url), openPage(browser, product.url)])
    const tasks: string[] = []
    mine.on('response', (response) => {
      if (/\/tasks\//.test(response.url())) tasks.push(response.url())
    })
    await draw(mine, 'dunes after wind')
    await theirs.reload()
    expect(await theirs.locator('[data-slot=limn-gallery] img').count()).toBe(0)
    const ask = (page: Page, url: string) =>
      page.evaluate(async (target) => {
        const response = await fetch(target)
        return { status: response.status, body: await response.text() }
      }, url)
    const known = await ask(theirs, tasks[0]!)
    const unknown = await ask(theirs, tasks[0]!.replace(/tasks\/.*/, 'tasks/nobody'))
    expect(known).toEqual(unknown)
    expect(known.status).toBe(404)
  })

  it('passes the key to nobody: not in a body, a header, a page or a script', async () => {
    const page = await openPage(browser, 'about:blank')
    const seen: Promise<string>[] = []
    page.on('response', (response) => {
      seen.push(
        Promise.all([response.allHeaders(), response.body().catch(() => Buffer.of())]).then(
          ([headers, body]) => JSON.stringify(headers) + body.toString('latin1'),
        ),
      )
    })
    await page.goto(product.url)
    await draw(page, 'a tea bowl')
    const texts = await Promise.all(seen)
    expect(texts.length).toBeGreaterThan(10)
    expect(texts.filter((text) => text.includes(API_KEY))).toEqual([])
  })
})
