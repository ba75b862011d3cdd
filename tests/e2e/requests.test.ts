import { expect, it } from 'vitest'
import { LONG, openPlayground } from './builtPlayground.ts'
import { dot } from './dot.ts'
import { playgroundOfFile } from './playgroundOfFile.ts'

const PATIENCE = { timeout: 20_000 }

const held = playgroundOfFile({ paint: dot })

it('the inspector of the built playground shows each request with its time, what was said when opened, and no secret', async () => {
  const page = await openPlayground(held.browser, held.product, 'lang=en&panel=requests')
  await page.getByRole('textbox').first().fill('a fox in snow')
  await page.getByRole('textbox').first().press('Enter')
  const row = (path: RegExp) => page.locator('.exchange', { hasText: path }).first()
  const create = row(/^POST \/generations/)
  await create.getByText(/^20\d · \d+(\.\d)? m?s · \d+(\.\d)? k?B$/).waitFor(PATIENCE)
  await row(/^GET \/capabilities/).waitFor()
  held.product.later(LONG)
  await page.locator('[data-status=succeeded] img').first().waitFor(PATIENCE)

  const sent = create.getByText('"prompt": "a fox in snow"').first()
  expect(await sent.isVisible()).toBe(false)
  await create.locator('summary').focus()
  await page.keyboard.press('Enter')
  expect(await sent.isVisible()).toBe(true)
  await create.getByText(/"status": "(pending|processing)"/).waitFor()

  await page.evaluate(() => {
    for (const each of document.querySelectorAll<HTMLDetailsElement>('.exchange')) each.open = true
  })
  const told = await page.locator('.panel').innerText()
  expect(told).toMatch(/"id": "limn1\.[\w-]{1,6}…"/)
  expect(told).not.toMatch(/limn1\.\S{12,}|sk-|CANARY|bearer|cookie/i)

  await page.context().setOffline(true)
  await page.getByRole('textbox').first().fill('a hen in rain')
  await page.getByRole('textbox').first().press('Enter')
  await page
    .getByText(/^no answer · /)
    .first()
    .waitFor(PATIENCE)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect.poll(() => page.locator('.exchange', { hasText: '/capabilities' }).count()).toBe(0)
})
