import type { Generation } from '@limn/core'
import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { afterEach, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { GenerationImages } from '../../generation-images/GenerationImages.tsx'
import { ImageStudio } from '../../image-studio/ImageStudio.tsx'
import { openLimn } from '../../test/openLimn.ts'
import picture from '../../test/picture.svg?no-inline'
import styles from '../../styles.css?inline'

afterEach(cleanup)

/** A real PNG, at an address of this page. */
async function drawn(width: number, height: number): Promise<string> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  context.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`
  context.fillRect(0, 0, width, height)
  return URL.createObjectURL(await canvas.convertToBlob())
}

const show = async (generation: Generation) => {
  await page.viewport(1200, 800)
  const view = await render(
    <LimnProvider limn={openLimn().limn}>
      <style>{styles}</style>
      <GenerationImages generation={generation} />
    </LimnProvider>,
  )
  return view
}
const facts = () =>
  Object.fromEntries(
    Array.from(document.querySelectorAll('.limn-facts > div'), ({ children: [name, value] }) => [
      name!.textContent,
      value!.textContent,
    ]),
  )

it('says what came and, where that is something else, what was asked for', async () => {
  const made = sampleGeneration('succeeded', {
    request: { size: '1536x1024', output_format: 'webp', quality: 'high', n: 2 },
  })
  const [small, exact] = await Promise.all([drawn(1254, 836), drawn(1536, 1024)])
  const images = made.images.map((image, index) => ({ ...image, url: index === 0 ? small : exact }))
  const view = await show({ ...made, images })
  await view.getByRole('button', { name: 'Open picture 1' }).click()
  await vi.waitFor(() =>
    expect(facts()).toMatchObject({
      Size: '1254 × 836, asked for 1536 × 1024',
      Format: expect.stringMatching(/^PNG, asked for WebP · \d+ kB$/),
      Quality: 'high',
      Cost: '20 credits for 2',
    }),
  )
  await userEvent.keyboard('{ArrowRight}')
  await vi.waitFor(() => expect(facts()).toMatchObject({ Size: '1536 × 1024, as asked' }))
})

it('has three pictures of 4K at most, however many there are', async () => {
  const made = sampleGeneration('succeeded', { request: { n: 6, size: '3824x2160' } })
  const urls = await Promise.all(made.images.map(() => drawn(4096, 2304)))
  const images = made.images.map((image, index) => ({ ...image, url: urls[index]! }))
  const view = await show({ ...made, images })
  await view.getByRole('button', { name: 'Open picture 1', exact: true }).click()
  const dialog = view.getByRole('dialog')
  for (let position = 1; position <= 6; position++) {
    await expect.element(dialog.getByText(`${position} of 6`, { exact: true })).toBeVisible()
    const held = [...dialog.element().querySelectorAll('img')]
    await vi.waitUntil(() => held.every(({ naturalWidth }) => naturalWidth === 4096))
    expect(held).toHaveLength(position === 1 || position === 6 ? 2 : 3)
    await userEvent.keyboard('{ArrowRight}')
  }
  urls.forEach((url) => URL.revokeObjectURL(url))
})

/** A studio with one finished generation, its picture open in the lightbox. */
const openInStudio = async () => {
  await page.viewport(1200, 800)
  const { limn, simulator } = openLimn()
  // The simulator's own pictures stand behind its server; this one is served by the page's.
  simulator.use({ on: 'create', do: { data: [{ url: new URL(picture, location.href).href }] } })
  const view = await render(
    <LimnProvider limn={limn}>
      <style>{styles}</style>
      <ImageStudio persist={false} />
    </LimnProvider>,
  )
  const field = view.getByRole('textbox').first()
  await field.fill('a fox in snow')
  await userEvent.keyboard('{Enter}')
  const opener = view.getByRole('button', { name: 'Open picture 1' })
  await opener.click()
  const dialog = view.getByRole('dialog')
  await expect.element(dialog.getByRole('button', { name: 'Download' })).toBeVisible()
  const gone = () => expect.element(dialog).not.toBeInTheDocument()
  return { ...view, dialog, field, simulator, opener, gone }
}

it('leaves for the form with its words, or as a reference, and writing goes on there', async () => {
  const { dialog, field, opener, gone } = await openInStudio()
  await dialog.getByRole('button', { name: 'Remix' }).click()
  await gone()
  await expect.element(field).toHaveFocus()
  await expect.element(field).toHaveValue('a fox in snow')
  await opener.click()
  await dialog.getByRole('button', { name: 'Use as reference' }).click()
  await gone()
  const editing = page.getByRole('textbox', { name: 'Describe the edit' })
  await expect.element(editing).toHaveFocus()
  await expect.element(page.getByRole('img', { name: 'Reference 1' })).toBeVisible()
})

it('asks for another set at the price it says, once, and gives the focus back', async () => {
  const { dialog, simulator, gone } = await openInStudio()
  await dialog.getByRole('button', { name: 'Again, 10 credits' }).dblClick()
  await gone()
  await vi.waitFor(() => expect(simulator.creates).toHaveLength(2))
  await vi.waitFor(() => expect(document.querySelectorAll('[data-status=succeeded]').length).toBeGreaterThan(2))
  expect(simulator.creates).toHaveLength(2)
  expect(document.activeElement).not.toBe(document.body)
})

it('copies the words, and says so where it was pressed', async () => {
  const write = vi
    .spyOn(navigator.clipboard, 'writeText')
    .mockResolvedValue()
    .mockResolvedValueOnce()
    .mockRejectedValueOnce(new Error())
  const { dialog } = await openInStudio()
  const copy = dialog.getByRole('button', { name: 'Copy prompt' })
  await copy.click()
  expect(write).toHaveBeenCalledWith('a fox in snow')
  await expect.element(dialog.getByText('Prompt copied')).toBeVisible()
  await copy.click()
  const refusal = dialog.getByText('The browser did not allow it.', { exact: false })
  await expect.element(refusal).toBeVisible()
  await copy.click()
  await expect.element(refusal).not.toBeInTheDocument()
  write.mockRestore()
  // A page without TLS has no clipboard at all.
  const none = vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as never)
  await copy.click()
  await expect.element(refusal).toBeVisible()
  none.mockRestore()
})

it('is all there for the keyboard, and its focus is never out of sight', async () => {
  const { dialog, opener, gone } = await openInStudio()
  await userEvent.keyboard('{Escape}')
  await gone()
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog.getByRole('button', { name: 'Close' })).toHaveFocus()
  const ringed = () => {
    const { outlineStyle } = getComputedStyle(document.activeElement!)
    expect(document.activeElement!.closest('dialog')).toBe(dialog.element())
    expect(outlineStyle).not.toBe('none')
    return document.activeElement!.textContent || document.activeElement!.getAttribute('aria-label')
  }
  const wholeWidth = () => document.querySelector<HTMLElement>('.limn-hung')!.getBoundingClientRect().width
  await expect.element(dialog.getByRole('button', { name: 'Zoom in' })).toBeVisible()
  const before = wholeWidth()
  await userEvent.keyboard('{+}')
  await vi.waitFor(() => expect(wholeWidth()).toBeGreaterThan(before))
  await userEvent.keyboard('0')
  const met = new Set<string | null>()
  for (let step = 0; step < 12; step++) {
    await userEvent.tab()
    // After the last one a browser may go to its own bar, and come back.
    if (document.activeElement !== document.body) met.add(ringed())
  }
  expect([...met]).toEqual(expect.arrayContaining(['Zoom in', 'Download', 'Remix', 'Copy prompt', 'a fox in snow']))
  await userEvent.keyboard('{Escape}')
  await gone()
  expect(document.activeElement).toBe(opener.element())
})
