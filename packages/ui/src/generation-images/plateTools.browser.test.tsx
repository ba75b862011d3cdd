import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { afterEach, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { openLimn } from '../test/openLimn.ts'
import { en } from '../messages/en.ts'
import { GenerationImages } from './GenerationImages.tsx'
import styles from '../styles.css?inline'

afterEach(async () => {
  vi.restoreAllMocks()
  await cleanup()
})

const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const addReferences = vi.fn<(sources: Iterable<unknown>) => void>()

async function plate(url: string) {
  const images = [{ index: 0, url, archived: false, expired: false }]
  const draft = { load: () => {}, addReferences }
  await render(
    <LimnProvider limn={openLimn().limn}>
      <style>{styles}</style>
      <GenerationImages generation={sampleGeneration('succeeded', { images })} draft={draft} />
    </LimnProvider>,
  )
}
const more = () => page.getByRole('button', { name: 'More for picture 1' })
const item = (name: string) => page.getByRole('button', { name })

it('has a menu for the keyboard: what is chosen closes it, and the focus is back at its button', async () => {
  await plate(PNG)
  await expect.element(more()).toBeVisible()
  ;(more().element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(item('Copy picture')).toBeVisible()
  await userEvent.tab()
  await userEvent.tab()
  expect(document.activeElement).toHaveAccessibleName('Use picture 1 as a reference')
  await userEvent.keyboard('{Enter}')
  expect([...addReferences.mock.lastCall![0]]).toMatchObject([{ url: PNG }])
  expect(item('Copy picture').query()).toBeNull()
  expect(document.activeElement).toBe(more().element())
  await userEvent.keyboard('{Enter}{Escape}')
  expect(item('Copy picture').query()).toBeNull()
})

it('says what came of a copy: done, refused, or no picture there', async () => {
  const write = vi.spyOn(navigator.clipboard, 'write').mockResolvedValue()
  const copy = async () => {
    await userEvent.click(more())
    await userEvent.click(item('Copy picture'))
  }
  const said = vi.fn<(text: string) => void>()
  Reflect.set(Element.prototype, 'ariaNotify', said)
  await plate(PNG)
  await copy()
  await expect.poll(() => said.mock.lastCall?.[0]).toBe('Picture copied')
  write.mockRejectedValue(new DOMException('blocked', 'NotAllowedError'))
  await copy()
  await expect.element(page.getByText('The browser did not let it be copied. Download it instead.')).toBeVisible()
  write.mockImplementation(async ([shown]) => void (await (shown as ClipboardItem).getType('image/png')))
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
  await copy()
  await expect.element(page.getByText(en.errors.image_unavailable.title)).toBeVisible()
  await expect.poll(() => said.mock.lastCall?.[0]).toBe(en.errors.image_unavailable.title)
  Reflect.deleteProperty(Element.prototype, 'ariaNotify')
})
