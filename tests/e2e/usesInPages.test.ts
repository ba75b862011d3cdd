import { createProxy, memoryLedger, type gptImage2, type LimnProxy } from '@limn/server'
import express from 'express'
import sharp from 'sharp'
import type { Browser, Locator, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { proxyOf } from '../uses/05/server.ts'
import { saveProduct } from '../uses/07/saveProduct.ts'
import { buildPages, servePages } from '../uses/servePages.ts'
import { launch } from './launch.ts'
import { openPage } from './product.ts'

const ADA = { id: 'ada' }
const patience = { timeout: 30_000 }

/** A public place for pictures, of the app's own. */
const files = new Map<string, { bytes: Uint8Array; type: string }>()
/** By product. */
const heroes = new Map<string, string>()

let browser: Browser
let pages: Awaited<ReturnType<typeof buildPages>>
let shop: Awaited<ReturnType<typeof servePages>>
let app: Awaited<ReturnType<typeof servePages>>
beforeAll(async () => {
  ;[browser, pages] = await Promise.all([launch(), buildPages()])
  shop = await servePages(pages.folder, (upstream) => ({ proxy: shopProxy(upstream), routes: cdn() }))
  app = await servePages(pages.folder, (upstream) => {
    const proxy = createProxy({
      upstream,
      ledger: memoryLedger(),
      secret: 'a secret of more than thirty-two bytes',
      authorize: () => ADA,
    })
    return { proxy, routes: productRoute(proxy) }
  })
}, 120_000)

const shopProxy = (upstream: ReturnType<typeof gptImage2>) =>
  proxyOf({
    upstream,
    ledger: memoryLedger(),
    auth: async () => ADA,
    cdn: {
      put: async (name, bytes, type) => {
        files.set(`/cdn/${name}`, { bytes, type })
        return `${shop.url}/cdn/${name}`
      },
    },
    db: { ownsProduct: async () => true, setHero: async (id, url) => void heroes.set(id, url) },
  })

const cdn = () =>
  express().get('/cdn/*name', ({ path }, response) => {
    const { bytes, type } = files.get(decodeURIComponent(path))!
    response.type(type).send(Buffer.from(bytes))
  })

const productRoute = (proxy: LimnProxy) =>
  express().post('/products', express.raw({ type: 'multipart/form-data' }), async ({ body, headers }, response) => {
    const form = await new Response(body as Buffer<ArrayBuffer>, {
      headers: { 'content-type': headers['content-type']! },
    }).formData()
    const put = async (name: string, stream: ReadableStream<Uint8Array>, type: string) => {
      const { width, height, format } = await sharp(await new Response(stream).arrayBuffer()).metadata()
      return `${name} ${type} ${format} ${width}x${height}`
    }
    response.send(await saveProduct(form, ADA, { proxy, cdn: { put } }))
  })

beforeEach(() => {
  shop.simulator.reset()
  app.simulator.reset()
})
afterAll(async () => {
  await browser.close()
  await shop.close()
  await app.close()
  await pages.remove()
})

/** How wide a picture came, once it is there. */
const pixels = async (page: Page, name: string | RegExp) => {
  const image = page.getByRole('img', { name }).first()
  await image.waitFor(patience)
  return image.evaluate(async (element: HTMLImageElement) => {
    await element.decode()
    return element.naturalWidth
  })
}
const open = (of: typeof app, use: string) => openPage(browser, `${of.url}/${use}`)
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

describe('use 2: own prompt box and gallery, hooks only', () => {
  it('the ten lines draw two pictures', async () => {
    const page = await open(app, 'fox')
    await page.getByRole('button', { name: 'Draw' }).dblclick()
    expect(await pixels(page, 'A fox in snow')).toBe(1536)
    expect(await page.getByRole('img').count()).toBe(2)
    expect(app.simulator.creates).toHaveLength(1)
  })

  it('a studio: words, Enter, a picture that is there after a reload, and the words again', async () => {
    const page = await open(app, 'studio')
    const field = page.getByRole('textbox', { name: 'Describe the picture' })
    await field.fill('dunes after wind')
    await field.press('Enter')
    expect(await pixels(page, 'dunes after wind')).toBeGreaterThan(1)
    expect(await field.inputValue()).toBe('')
    await page.reload()
    expect(await pixels(page, 'dunes after wind')).toBeGreaterThan(1)
    await press(page, 'Remix')
    expect(await field.inputValue()).toBe('dunes after wind')
    expect(app.simulator.creates).toHaveLength(1)
  })
})

describe('use 5: a slot for each product, several on a page', () => {
  const hero = (page: Page, name: string) => page.getByRole('group', { name: `Hero of ${name}` })
  const generate = (page: Page, name: string) => hero(page, name).getByRole('button', { name: /^Generate/ })
  const saved = (page: Page) => page.evaluate(() => localStorage.getItem('products'))

  it('the picture of one is its own, and page and server keep the same URL', async () => {
    const page = await open(shop, 'products')
    await generate(page, 'a lamp').click()
    expect(await pixels(page, 'Hero of a lamp')).toBe(1536)
    await hero(page, 'a vase').getByText('No picture yet').waitFor(patience)
    await expect.poll(() => heroes.get('7'), patience).toBeDefined()
    expect(JSON.parse((await saved(page))!)).toMatchObject([{ hero: heroes.get('7') }, { hero: null }])
    expect(shop.simulator.creates).toHaveLength(1)
  })

  it('both at once, through a reload', async () => {
    const page = await open(shop, 'products')
    for (const name of ['a lamp', 'a vase']) await generate(page, name).click()
    await expect.poll(() => shop.simulator.creates.length, patience).toBe(2)
    await page.reload()
    for (const name of ['a lamp', 'a vase']) expect(await pixels(page, `Hero of ${name}`)).toBe(1536)
    const urls = (JSON.parse((await saved(page))!) as { hero: string }[]).map((product) => product.hero)
    expect(urls).toEqual([heroes.get('7'), heroes.get('8')])
    expect(new Set(urls).size).toBe(2)
    expect(shop.simulator.creates).toHaveLength(2)
  })

  it('with hooks: it is saved when it comes, and not again when it is found', async () => {
    const page = await open(shop, 'heroes')
    await press(page, 'Draw a lamp')
    await page.getByText('1 saved').waitFor(patience)
    expect(await pixels(page, 'a lamp')).toBeGreaterThan(1)
    await page.reload()
    expect(await pixels(page, 'a lamp')).toBeGreaterThan(1)
    expect(await page.getByText('0 saved').isVisible()).toBe(true)
    expect(shop.simulator.creates).toHaveLength(1)
  })
})

describe('use 6: a chat', () => {
  const say = async (page: Page, text: string) => {
    const field = page.getByRole('textbox', { name: 'Message' })
    await field.fill(text)
    await field.press('Enter')
    await expect.poll(() => field.inputValue(), patience).toBe('')
  }

  it('a picture under each message, whose route may be left, after a reload, and in another tab', async () => {
    const page = await open(app, 'chat')
    await say(page, 'a fox in snow')
    await press(page, 'Leave')
    await press(page, 'Return')
    await say(page, 'a hen in rain')
    await page.reload()
    const other = await page.context().newPage()
    await other.goto(page.url())
    for (const tab of [page, other])
      for (const text of ['a fox in snow', 'a hen in rain']) expect(await pixels(tab, text)).toBeGreaterThan(1)
    expect(await page.getByRole('article').count()).toBe(2)
    expect(app.simulator.creates).toHaveLength(2)
  })

  it('keeps what was typed when it is refused', async () => {
    app.simulator.balance = 0
    const page = await open(app, 'chat')
    const field = page.getByRole('textbox', { name: 'Message' })
    await field.fill('a fox in snow')
    await field.press('Enter')
    await page.getByRole('group', { name: /out of credits/ }).waitFor(patience)
    expect(await field.inputValue()).toBe('a fox in snow')
  })

  it('one call of an agent’s tool is one create, however often it is made', async () => {
    const page = await open(app, 'chat')
    await press(page, 'Ask the agent')
    const answer = page.getByText(/^\S+\/images\/0\S* \S+\/images\/0\S*$/)
    await answer.waitFor(patience)
    expect(new Set((await answer.textContent())!.split(' ')).size).toBe(1)
    expect(app.simulator.creates).toHaveLength(1)
  })
})

describe('use 7: a picture as a form field', () => {
  it('with React Hook Form and zod: drawn in words, and saved with the rest', async () => {
    const page = await open(app, 'forms')
    const form = page.getByRole('form', { name: 'Product' })
    const words = form.getByRole('textbox', { name: 'Describe a picture' })
    await words.fill('a lamp, studio photo')
    await words.press('Enter')
    expect(await pixels(page, 'Hero')).toBeGreaterThan(1)
    expect(await form.getByRole('alert').count()).toBe(0)
    await form.getByRole('button', { name: 'Save' }).click()
    expect(await form.getByRole('alert').textContent()).toBe('Give it a title.')
    await form.getByRole('textbox', { name: 'Title' }).fill('Lamp')
    await form.getByRole('button', { name: 'Save' }).click()
    const output = page.getByRole('status', { name: 'Saved' })
    await expect.poll(() => output.textContent(), patience).toMatch(/^{/)
    const product = JSON.parse((await output.textContent())!) as { hero: string }
    expect(product).toEqual({ title: 'Lamp', hero: expect.stringMatching(/\/tasks\/.+\/images\/0/) })
    await form.getByRole('button', { name: 'Remove picture' }).click()
    await form.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => output.textContent(), patience).toBe('{"title":"Lamp","hero":null}')
  })

  it('without a library: the form’s data has it, and the server copies the user’s own picture', async () => {
    const page = await open(app, 'forms')
    const form = page.getByRole('form', { name: 'Upload' })
    await form.getByRole('button', { name: /^Generate/ }).click()
    await form.getByRole('img').waitFor(patience)
    await form.getByRole('button', { name: 'Save' }).click()
    const answer = page.getByRole('status', { name: 'Uploaded' })
    await expect.poll(() => answer.textContent(), patience).toMatch(/^hero image\/png png \d+x\d+$/)
    // React resets a form after its Action, and this field goes with it.
    await expect.poll(() => form.locator('input[name=hero]').inputValue(), patience).toBe('')
  })

  it('the request itself is the form: zod’s words before, the proxy’s after', async () => {
    const page = await open(app, 'forms')
    const form = page.getByRole('form', { name: 'Ask' })
    const alert = form.getByRole('alert')
    const draw = form.getByRole('button', { name: 'Draw' })
    await draw.click()
    await expect.poll(() => alert.textContent(), patience).toBe('Say what you want to see.')
    const field = form.getByRole('textbox', { name: 'Prompt' })
    await field.fill('a fox in snow')
    app.simulator.balance = 0
    await draw.click()
    await expect.poll(() => alert.textContent(), patience).toMatch(/credits/i)
    expect(await field.inputValue()).toBe('a fox in snow')
    app.simulator.balance = 100
    await field.fill('a fox in rain')
    await draw.click()
    expect(await pixels(page, 'a fox in rain')).toBeGreaterThan(1)
    await expect.poll(() => field.inputValue(), patience).toBe('')
    expect(app.simulator.creates).toHaveLength(1)
  })
})

describe('use 10: the colours of a house, one part replaced, own entries', () => {
  const RED = 'rgb(210, 40, 30)'
  const print = (page: Page) => page.getByRole('button', { name: 'Print · 10 credits' })
  const colour = (of: Locator, property: string) =>
    of.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  const draw = async (page: Page, words: string) => {
    await page.getByRole('textbox', { name: 'Scene' }).fill(words)
    await print(page).click()
    return page.getByRole('article').filter({ hasText: words })
  }

  it('takes the names of shadcn for its own, and the app’s button for the seal', async () => {
    app.simulator.use({ on: 'create', do: { queue: 60_000 } })
    const page = await open(app, 'brand')
    await page.getByRole('radio').nth(2).waitFor(patience)
    expect(
      await page.getByRole('radio').evaluateAll((radios) => radios.map((radio) => radio.closest('label')?.textContent)),
    ).toEqual(['2:3', '3:2', '1:1'])
    expect(await page.getByRole('radio', { name: '2:3' }).isChecked()).toBe(true)
    expect(await print(page).getAttribute('data-size')).toBe('lg')
    expect(await print(page).getAttribute('aria-disabled')).toBe('true')
    const poster = await draw(page, 'morning laps')
    const status = poster.getByRole('group', { name: 'Queued at the service' })
    await status.waitFor(patience)
    expect(await colour(status.locator('svg').first(), 'color')).toBe(RED)
    await page.getByRole('textbox', { name: 'Scene' }).fill('evening laps')
    await expect.poll(() => colour(print(page), 'background-color')).toBe(RED)
    expect(await colour(poster.getByRole('listitem').locator('div').first(), 'border-radius')).toBe('0px')
    const tray = page.getByRole('button', { name: 'At the press 1' })
    await tray.click()
    await page.getByRole('dialog', { name: 'At the press' }).getByText('morning laps').waitFor(patience)
    expect(app.simulator.creates).toHaveLength(1)
  })

  it('an entry of its own: saved as a file, its words and shape back in the form, taken down', async () => {
    const page = await open(app, 'brand')
    await page.getByRole('radio', { name: '3:2' }).check({ force: true })
    const poster = await draw(page, 'a diver, the moment before')
    expect(await pixels(page, 'a diver, the moment before')).toBe(1536)
    const saved = page.waitForEvent('download')
    await poster.getByRole('button', { name: 'Download' }).click()
    expect((await saved).suggestedFilename()).toBe('a-diver-the-moment-before-1.png')
    await page.getByRole('radio', { name: '2:3' }).check({ force: true })
    const field = page.getByRole('textbox', { name: 'Scene' })
    await field.fill('something else')
    await poster.getByRole('button', { name: 'Remix' }).click()
    expect(await field.inputValue()).toBe('a diver, the moment before')
    expect(await page.getByRole('radio', { name: '3:2' }).isChecked()).toBe(true)
    await poster.getByRole('button', { name: 'Take down' }).click()
    await poster.waitFor({ ...patience, state: 'detached' })
    expect(app.simulator.creates).toHaveLength(1)
  })

  it('what failed is tried again in its place', async () => {
    app.simulator.use({ on: 'create', times: 1, do: { outcome: 'failed' } })
    const page = await open(app, 'brand')
    const poster = await draw(page, 'the last lane')
    await poster.getByRole('button', { name: 'Try again, 10 credits' }).click(patience)
    expect(await pixels(page, 'the last lane')).toBe(1024)
    expect(await poster.count()).toBe(1)
    expect(app.simulator.creates).toHaveLength(2)
  })
})
