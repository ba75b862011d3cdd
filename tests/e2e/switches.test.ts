import { expect, it } from 'vitest'
import { faultsIn } from './axe.ts'
import { openPlayground } from './builtPlayground.ts'
import { dot } from './dot.ts'
import { playgroundOfFile } from './playgroundOfFile.ts'

const held = playgroundOfFile({ paint: dot })

it('the page can be had as others have it: right to left, with less motion, in forced colours, and back', async () => {
  const page = await openPlayground(held.browser, held.product, 'lang=en&panel=tokens&theme=light')
  const look = () =>
    page.evaluate(() => {
      const field = document.querySelector('[data-slot=limn-prompt-submit]')!
      const { direction, transitionDuration } = getComputedStyle(field)
      const sheet = getComputedStyle(document.querySelector('.limn-sheet')!)
      return [direction, transitionDuration === '0s' ? 'still' : 'moves', sheet.borderTopWidth]
    })
  expect(await look()).toEqual(['ltr', 'moves', '0px'])
  const names = ['Right to left', 'Less motion', 'Forced colours']
  for (const name of names) await page.getByLabel(name).check()
  expect(await look()).toEqual(['rtl', 'still', '1px'])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280)
  expect(await faultsIn(page)).toEqual([])
  await page.reload()
  await page.getByRole('textbox').first().waitFor()
  expect(await look()).toEqual(['rtl', 'still', '1px'])
  for (const name of names) await page.getByLabel(name).uncheck()
  expect(await look()).toEqual(['ltr', 'moves', '0px'])
})

it.each(['light', 'dark'])('the panel shows the accent that is on the page, %s', async (theme) => {
  const page = await openPlayground(held.browser, held.product, `lang=en&panel=tokens&theme=${theme}`)
  await page.getByLabel('Describe a picture').fill('a fox in snow')
  const shown = await page.getByLabel('Accent').inputValue()
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(shown.slice(at, at + 2), 16))
  const button = page.locator('[data-slot=limn-prompt-submit]')
  await expect
    .poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor))
    .toBe(`rgb(${red}, ${green}, ${blue})`)
})
