import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launch } from './launch.ts'
import { openPage, startProduct, type Product } from './product.ts'

let browser: Browser
let product: Product
/** A picture that nothing makes smaller, 300 kB and more. */
let noise: Buffer
beforeAll(async () => {
  const pixels = { raw: { width: 330, height: 330, channels: 3 as const } }
  const bytes = randomBytes(330 * 330 * 3)
  ;[browser, product, noise] = await Promise.all([launch(), startProduct('app'), sharp(bytes, pixels).png().toBuffer()])
}, 60_000)
afterEach(async () => {
  product.simulator.reset()
  await product.files.clear()
})
afterAll(async () => {
  await browser.close()
  await product.close()
})

const creates = () => product.simulator.creates
const urlsOf = (index: number) => creates()[index]?.request.image_urls ?? []
const named = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer })

/** The form in a page, and how often it uploaded. */
async function studio(pages = product) {
  const page = await openPage(browser, `${pages.url}/?view=studio`)
  const uploads: number[] = []
  page.on('request', (request) => request.url().endsWith('/references') && uploads.push(Date.now()))
  await page.getByRole('button', { name: /pick pictures/i }).waitFor()
  return {
    page,
    uploads: () => uploads.length,
    pick: (...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
      page.locator('[data-slot=limn-prompt-references] input[type=file]').setInputFiles(files),
    write: (text: string) => page.getByRole('textbox').first().fill(text),
    press: () => page.getByRole('button', { name: /generate/i }).click(),
    /** Uploads are over: nothing shows a bar any more. */
    uploaded: async (count = 1) => {
      await expect.poll(() => product.files.getKeys()).toHaveLength(count)
      await expect.poll(() => page.getByRole('progressbar').count()).toBe(0)
    },
    status: (word: string) => page.locator(`[data-status=${word}]`).first().waitFor({ timeout: 20_000 }),
  }
}

/** From here on uploads take so many bytes a second; -1: as many as they can. */
async function throttle(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  return (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    })
}

describe('a picture from this machine', () => {
  it('goes up with a bar that moves; Generate pressed meanwhile waits, and is one create that names it', async () => {
    const { page, pick, write, status, uploads } = await studio()
    const at = await throttle(page)
    await at(30_000)
    await pick(named('fox.png', noise))
    const bar = page.getByRole('progressbar', { name: 'Uploading fox.png' })
    await bar.waitFor()
    await write('make it blue')
    await page.getByRole('button', { name: /generate/i }).dblclick()
    await page.getByText('Goes off once the upload is done').first().waitFor()
    await status('queued')
    const seen = new Set<number>()
    await expect
      .poll(async () => seen.add(await bar.evaluate((one: HTMLProgressElement) => one.value)).size, { timeout: 20_000 })
      .toBeGreaterThan(2)
    expect(creates()).toHaveLength(0)
    await at(-1)
    await status('succeeded')
    expect(creates()).toHaveLength(1)
    expect(urlsOf(0)).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+\/api\/images\/references\/.+\.png$/)])
    const { format, width } = await sharp(await (await fetch(urlsOf(0)[0]!)).arrayBuffer()).metadata()
    expect([format, width, uploads()]).toEqual(['png', 330, 1])
    await expect.poll(() => page.getByRole('textbox').first().inputValue()).toBe('')
    expect(
      await page
        .getByRole('listitem')
        .filter({ has: page.getByAltText(/^Reference/) })
        .count(),
    ).toBe(0)
  })

  it('may be dropped on the form, and pasted into the sentence', async () => {
    const { page, uploaded } = await studio()
    const bytes = [...noise]
    const transfer = await page.evaluateHandle((list) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(list)], 'dropped.png', { type: 'image/png' }))
      return data
    }, bytes)
    const form = page.locator('form')
    await form.dispatchEvent('dragover', { dataTransfer: transfer })
    expect(await form.getAttribute('data-dragging')).toBe('')
    await form.dispatchEvent('drop', { dataTransfer: transfer })
    expect(await form.getAttribute('data-dragging')).toBeNull()
    await uploaded(1)
    await page.evaluate((list) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([Uint8Array.from(list)], 'pasted.png', { type: 'image/png' }))
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.querySelector('textarea')!.dispatchEvent(paste)
    }, bytes)
    await uploaded(2)
    expect(await page.getByAltText(/^Reference \d/).count()).toBe(2)
  })

  it('that is none is told by its name; the others go up', async () => {
    const { page, pick, uploaded, uploads } = await studio()
    await pick(named('brief.png', Buffer.from('%PDF-1.7')), named('fox.png', noise))
    await page.getByText('brief.png').first().waitFor()
    await page.getByText('is not a picture. PNG, JPEG or WebP.').first().waitFor()
    await uploaded(1)
    expect(uploads()).toBe(1)
    await page.getByRole('button', { name: 'Remove reference 1' }).click()
    expect(await page.getByAltText('Reference 1').count()).toBe(1)
  })

  it('whose upload is cut can be sent once more; nothing is created by itself', async () => {
    const { page, pick, write, press, uploaded, status } = await studio()
    await page.route('**/references', (route) => route.abort('connectionreset'))
    await write('make it blue')
    await pick(named('fox.png', noise))
    const again = page.getByRole('button', { name: 'Upload fox.png again' })
    await again.waitFor()
    await page.unroute('**/references')
    await again.click()
    await uploaded()
    expect(creates()).toHaveLength(0)
    await press()
    await status('succeeded')
    expect(creates()).toHaveLength(1)
  })
})

describe('a reload', () => {
  it('keeps the picture; one whose URL has run out is uploaded again, and created only when asked', async () => {
    const { page, pick, write, press, uploaded, uploads, status } = await studio()
    await write('make it blue')
    await pick(named('fox.png', noise))
    await uploaded()
    await page.reload()
    await page.getByAltText('Reference 1').waitFor()
    expect(await page.getByRole('textbox').first().inputValue()).toBe('make it blue')
    expect(uploads()).toBe(1)

    const [gone] = await product.files.getKeys()
    await product.files.clear()
    await press()
    await page
      .getByText(/The link of a picture had run out/)
      .first()
      .waitFor()
    await uploaded()
    expect([uploads(), creates().length]).toEqual([2, 0])
    expect(await product.files.getKeys()).not.toContain(gone)
    await press()
    await status('succeeded')
    expect(creates()).toHaveLength(1)
  })

  it('while it waits for an upload: nothing was sent, and the picture goes up again', async () => {
    const { page, pick, write, press, uploaded, status } = await studio()
    // An upload that never ends.
    await page.route('**/references', () => {})
    await write('make it blue')
    await pick(named('fox.png', noise))
    await press()
    await status('queued')
    await page.reload()
    await status('canceled')
    await page.unroute('**/references')
    await uploaded()
    expect(creates()).toHaveLength(0)
    await press()
    await status('succeeded')
    expect(creates()).toHaveLength(1)
  })
})
