import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { openPlayground } from './builtPlayground.ts'
import { dot } from './dot.ts'
import { playgroundOfFile } from './playgroundOfFile.ts'

const PATIENCE = { timeout: 20_000 }

const held = playgroundOfFile({ paint: dot, duration: 1500 })

/** Writes down what the browser has really shown. */
const listen = () => {
  const shown: string[] = []
  const Real = Notification
  class Heard extends Real {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options)
      this.addEventListener('show', () => shown.push(`${title}: ${options?.body}`))
    }
  }
  Object.assign(globalThis, { Notification: Heard, shown })
}

/** As the page sees it when its user is in another tab, or back. */
const go = (page: Page, isAway: boolean) =>
  page.evaluate((away) => {
    Object.defineProperties(document, {
      hasFocus: { configurable: true, value: () => !away },
      hidden: { configurable: true, get: () => away },
      visibilityState: { configurable: true, get: () => (away ? 'hidden' : 'visible') },
    })
    document.dispatchEvent(new Event('visibilitychange'))
    dispatchEvent(new Event(away ? 'blur' : 'focus'))
  }, isAway)

const shownIn = (page: Page) => page.evaluate<string[]>('shown')

it('what ends while its user is in another tab stands in the title, and is shown by the system where that was wished for', async () => {
  const page = await openPlayground(held.browser, held.product, 'lang=en')
  await page.context().grantPermissions(['notifications'])
  await page.addInitScript(listen)
  await page.reload()
  const field = page.getByRole('textbox').first()
  const title = await page.title()

  await page.getByRole('button', { name: /^In progress/ }).click()
  const box = page.getByRole('checkbox', { name: 'Notify me when a picture is done' })
  await box.click()
  await expect.poll(() => box.isChecked()).toBe(true)
  await page.keyboard.press('Escape')
  await field.fill('a fox in snow')
  await field.press('Enter')
  await page.locator('[data-status=pending], [data-status=processing]').first().waitFor(PATIENCE)
  await go(page, true)
  await expect.poll(() => shownIn(page), PATIENCE).toEqual(['Done: a fox in snow'])
  expect(await page.title()).toBe(`(1) ✓ ${title}`)
  await go(page, false)
  expect(await page.title()).toBe(title)

  await page.reload()
  await page.getByRole('button', { name: /^In progress/ }).click()
  await expect.poll(() => box.isChecked()).toBe(true)
})
