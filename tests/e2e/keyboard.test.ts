import { readFile } from 'node:fs/promises'
import type { FileChooser } from 'playwright'
import sharp from 'sharp'
import { beforeEach, describe, expect, it } from 'vitest'
import { LONG, openPlayground } from './builtPlayground.ts'
import { expectFocus, tabTo } from './focus.ts'
import { playgroundOfFile } from './playgroundOfFile.ts'

const held = playgroundOfFile()
beforeEach(() => held.product.faults())

const PATIENCE = { timeout: 20_000 }

describe('by the keyboard alone, with the focus always in sight', () => {
  it('write, choose, attach, send, stop, open, zoom, download, remix, dismiss', async () => {
    const page = await openPlayground(held.browser, held.product)
    // Asked for early: the browser has to hear of it before the key.
    const chooser = new Promise<FileChooser>((chosen) => page.once('filechooser', chosen))
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
      return expectFocus(page)
    }
    await page.getByRole('button', { name: /pick pictures/ }).waitFor()

    await tabTo(page, /^Drop, paste or pick/)
    await press('Enter')
    const buffer = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#c0391b' } })
      .png()
      .toBuffer()
    await (await chooser).setFiles({ name: 'fox.png', mimeType: 'image/png', buffer })
    await page.getByAltText('Reference 1').waitFor()
    await expectFocus(page)

    await tabTo(page, /^Describe the edit/, 'Shift+Tab')
    await page.keyboard.type('a fox in snow')
    await tabTo(page, /^auto/)
    expect(await press('ArrowRight')).toMatch(/^1:1/)
    expect(await press('ArrowRight')).toMatch(/^3:2/)
    await tabTo(page, 'One more')
    await press('Enter')
    await tabTo(page, 'More')
    await press('Enter')
    await tabTo(page, 'auto')
    expect(await press('ArrowRight')).toBe('low')
    expect(await press('Escape')).toBe('low')
    await tabTo(page, /^Generate/)
    await press('Enter')
    await page.getByText('Queued at the service').first().waitFor(PATIENCE)
    await expectFocus(page)
    expect(
      held.product.simulator.creates.map(({ request: { prompt, size, n, quality } }) => [prompt, size, n, quality]),
    ).toEqual([['a fox in snow', '1536x1024', 2, 'low']])
    expect(held.product.simulator.creates[0]?.request.image_urls).toHaveLength(1)

    await tabTo(page, 'Stop waiting')
    expect(await press('Enter')).toBe('Still being made')
    await tabTo(page, 'Watch again')
    await press('Enter')
    await tabTo(page, 'Stop waiting')
    held.product.later(LONG)
    await page.getByRole('button', { name: 'Open picture 2' }).waitFor(PATIENCE)
    await expectFocus(page)

    await tabTo(page, 'Open picture 1')
    await press('Enter')
    await page.getByRole('button', { name: 'Zoom in' }).waitFor(PATIENCE)
    await expectFocus(page)
    await press('ArrowRight')
    await page.getByText('2 of 2').waitFor()
    await press('+', '+')
    await page.locator('[data-zoomed]').waitFor()
    await press('0')
    await page.locator('[data-zoomed]').waitFor({ state: 'detached' })
    await tabTo(page, 'Download')
    const saving = page.waitForEvent('download')
    await press('Enter')
    const file = await saving
    expect(file.suggestedFilename()).toMatch(/^a-fox-in-snow.*\.png$/)
    expect(await sharp(await readFile(await file.path())).metadata()).toMatchObject({ format: 'png', width: 1536 })
    expect(await press('Escape')).toBe('Open picture 1')

    await tabTo(page, 'Remix')
    await press('Enter')
    await expect.poll(() => page.getByRole('textbox').first().inputValue()).toBe('a fox in snow')
    await expectFocus(page)
    await tabTo(page, 'Remove')
    await press('Enter')
    await page.getByRole('button', { name: 'Open picture 1' }).waitFor({ state: 'detached' })
    await expectFocus(page)
    expect(held.product.simulator.creates).toHaveLength(1)
  })
})

describe('every stop of Tab, forth and back', () => {
  it.each([
    [320, 568],
    [1280, 720],
  ])('is in sight at %d × %d, below a bar that stays', async (width, height) => {
    held.product.faults({
      on: 'create',
      prompt: 'hen',
      do: { outcome: 'failed', error: { code: 'content_policy', message: '' } },
    })
    const page = await openPlayground(held.browser, held.product, 'lang=en&panel=code', { viewport: { width, height } })
    for (const prompt of ['a fox in snow', 'a hen in rain']) {
      await page.getByRole('textbox').first().fill(prompt)
      await page.getByRole('textbox').first().press('Enter')
    }
    await expect.poll(() => held.product.simulator.creates.length, PATIENCE).toBe(2)
    held.product.later(LONG)
    await page.getByText('2 generations, 1 picture').waitFor(PATIENCE)
    await page.reload()
    await page.getByText('2 generations, 1 picture').waitFor(PATIENCE)
    const stops = { Tab: new Set<string>(), 'Shift+Tab': new Set<string>() }
    for (const key of ['Tab', 'Shift+Tab'] as const) {
      for (;;) {
        await page.keyboard.press(key)
        if (await page.evaluate(() => document.activeElement === document.body)) break
        stops[key].add(await expectFocus(page))
      }
    }
    expect(stops.Tab.size).toBeGreaterThan(25)
    expect(stops['Shift+Tab']).toEqual(stops.Tab)
  })
})
