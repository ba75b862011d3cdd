import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launch } from './launch.ts'
import { openPage, startProduct, type Product } from './product.ts'

let browser: Browser
let product: Product
beforeAll(async () => {
  ;[browser, product] = await Promise.all([launch(), startProduct('app')])
}, 60_000)
afterEach(() => product.simulator.reset())
afterAll(async () => {
  await browser.close()
  await product.close()
})

const fox = async () => {
  const page = await openPage(browser, product.url)
  await page.locator('main[data-ready=true]').waitFor()
  return page
}
const studio = async () => {
  const page = await openPage(browser, `${product.url}/?view=studio`)
  await page.getByRole('textbox').first().fill('a fox in snow')
  return page
}
const status = (page: Page, word: string) => page.locator(`[data-status=${word}]`).first().waitFor({ timeout: 20_000 })

describe('one intent, one charge', () => {
  it('double click on a bare button (C06)', async () => {
    const page = await fox()
    await page.getByRole('button', { name: 'Draw' }).dblclick()
    await status(page, 'succeeded')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('ten clicks while the page is busy (C06)', async () => {
    const page = await fox()
    await page.evaluate(() => {
      const button = document.querySelector('button')!
      for (let index = 0; index < 10; index += 1) button.click()
      const end = performance.now() + 150
      while (performance.now() < end);
    })
    await status(page, 'succeeded')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('double click on the prompt form', async () => {
    const page = await studio()
    await page.getByRole('button', { name: /generate/i }).dblclick()
    await status(page, 'succeeded')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('Enter held down in the prompt form (C06)', async () => {
    const page = await studio()
    await page.getByRole('textbox').first().focus()
    for (let index = 0; index < 8; index += 1) await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    await status(page, 'succeeded')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('StrictMode mounts everything twice and creates nothing (C07)', async () => {
    const page = await fox()
    await page.reload()
    await page.locator('main[data-ready=true]').waitFor()
    expect(product.simulator.creates).toHaveLength(0)
  })

  it('an answer lost on the way ends as uncertain (C01)', async () => {
    product.simulator.use({ on: 'create', do: { cut: 'after' } })
    const page = await fox()
    await page.getByRole('button', { name: 'Draw' }).click()
    await status(page, 'uncertain')
    await page.getByRole('button', { name: 'Draw' }).click()
    await page.getByRole('button', { name: 'Check again' }).click()
    await status(page, 'uncertain')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('a 500 that was executed is never sent again, whatever the host retries (C08)', async () => {
    product.simulator.use({ on: 'create', do: { status: 500, body: { error: { message: 'x' } }, execute: true } })
    const page = await fox()
    await page.getByRole('button', { name: 'Draw' }).click()
    await status(page, 'uncertain')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('a second charge needs a new, explicit act', async () => {
    product.simulator.use({ on: 'create', times: 1, do: { cut: 'after' } })
    const page = await fox()
    await page.getByRole('button', { name: 'Draw' }).click()
    await status(page, 'uncertain')
    await page.getByRole('button', { name: 'Try again' }).click()
    await status(page, 'succeeded')
    expect(product.simulator.creates).toHaveLength(2)
  })

  it('a reload at any moment of a create leaves one create and the pictures (C10)', async () => {
    for (const after of [0, 20, 60, 150, 400]) {
      product.simulator.reset()
      product.simulator.use({ on: 'create', do: { delay: 250 } })
      const page = await fox()
      await page.getByRole('button', { name: 'Draw' }).click()
      await page.waitForTimeout(after)
      await page.reload()
      await status(page, 'succeeded')
      expect(await page.getByRole('img').count()).toBe(2)
      expect(product.simulator.creates).toHaveLength(1)
      await page.context().close()
    }
  }, 90_000)

  it('Enter again at once after a reload, before anything is read, is the same intent (C10)', async () => {
    product.simulator.use({ on: 'create', do: { delay: 4000 } })
    const page = await studio()
    await page.getByRole('textbox').first().press('Enter')
    await expect.poll(() => product.simulator.creates.length).toBe(1)
    // Longer than a double click.
    await page.waitForTimeout(1100)
    // Whatever the page is busy with: the field is there, with the words that were sent.
    await page.addInitScript(() => {
      const observer = new MutationObserver(() => {
        const field = document.querySelector('textarea')
        if (!field?.value) return
        observer.disconnect()
        field.form?.requestSubmit()
      })
      observer.observe(document, { childList: true, subtree: true })
    })
    await page.reload()
    await status(page, 'succeeded')
    await expect.poll(() => page.getByRole('textbox').first().inputValue()).toBe('')
    expect(product.simulator.creates).toHaveLength(1)
  })

  it('a reload while it is painted resumes it', async () => {
    const page = await fox()
    await page.getByRole('button', { name: 'Draw' }).click()
    await page.locator('[data-status=pending], [data-status=processing]').first().waitFor()
    await page.reload()
    await status(page, 'succeeded')
    expect(product.simulator.creates).toHaveLength(1)
  })
})
