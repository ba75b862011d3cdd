import type { Status } from '@limn/core'
import { StrictMode, useState, type ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import '../.storybook/page.css'
import { GalleryItem } from './gallery/GalleryItem.tsx'
import { GenerationStatus } from './generation-status/GenerationStatus.tsx'
import { ImageStudio } from './image-studio/ImageStudio.tsx'
import { PromptForm } from './prompt-form/PromptForm.tsx'
import { openLimn } from './test/openLimn.ts'
import picture from './test/picture.svg?no-inline'
import { samples } from './test/samples.ts'
import { Stage } from './test/Stage.tsx'
import './styles.css'

afterEach(cleanup)

const onStage = (parts: ReactNode, { limn } = openLimn()) =>
  render(
    <StrictMode>
      <Stage limn={limn} language="en" theme="light" direction="ltr">
        {parts}
      </Stage>
    </StrictMode>,
  )

const image_urls = [new URL(picture, location.href).href]
const workplace = () => (
  <>
    <PromptForm persist={false} initial={{ prompt: 'a fox', image_urls }} />
    <GalleryItem generation={samples.succeeded} draft={{ load: () => {}, addReferences: () => {} }} />
    <GalleryItem generation={samples.uncertain} />
  </>
)
const visible = (element: Element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  element.getBoundingClientRect().width >= 24

it('hides no action until a pointer is over it', async () => {
  await page.viewport(1280, 900)
  await onStage(workplace())
  const buttons = () => [...document.querySelectorAll('main button:not([popover] *)')]
  // The tools of an entry come a moment later.
  await vi.waitFor(() => expect(buttons().length).toBeGreaterThan(15))
  expect(
    buttons()
      .filter((button) => !visible(button))
      .map((button) => button.outerHTML),
  ).toEqual([])
})

it('shows where the focus is, at every stop of the Tab key', async () => {
  await page.viewport(1280, 900)
  await onStage(workplace())
  const sheet = document.querySelector('.limn-sheet')!
  const calm = getComputedStyle(sheet).boxShadow
  const stops: Element[] = []
  const lost: string[] = []
  for (await userEvent.tab(); document.activeElement !== document.body; await userEvent.tab()) {
    const stop = document.activeElement!
    if (stops.includes(stop)) break
    stops.push(stop)
    const outlined = [stop, stop.closest('label')].some((at) => at && getComputedStyle(at).outlineStyle !== 'none')
    const marked = stop.matches('textarea') && getComputedStyle(sheet).boxShadow !== calm
    if (!visible(stop.closest('label') ?? stop) || !(outlined || marked)) lost.push(stop.outerHTML)
  }
  expect(lost).toEqual([])
  expect(stops.some((stop) => stop.matches('[aria-label="Remove reference 1"]'))).toBe(true)
  expect(stops.length).toBeGreaterThan(15)
})

it('keeps a refused file in view, with its name and the reason, until it is removed', async () => {
  const view = await onStage(<PromptForm persist={false} />)
  paste(view.getByRole('textbox').element(), new File(['words'], '<b>notes</b>.txt', { type: 'text/plain' }))
  await expect.element(view.getByText('<b>notes</b>.txt')).toBeVisible()
  expect(view.getByRole('listitem').element().textContent).toContain('PNG, JPEG or WebP')
  await view.getByRole('button', { name: 'Remove reference 1' }).click()
  await expect.element(view.getByText('<b>notes</b>.txt')).not.toBeInTheDocument()
})

it('holds one preview for a file under StrictMode, and gives its memory back', async () => {
  const made = vi.spyOn(URL, 'createObjectURL')
  const given = vi.spyOn(URL, 'revokeObjectURL')
  const view = await onStage(<PromptForm persist={false} />)
  paste(view.getByRole('textbox').element(), new File(['<svg/>'], 'fox.svg', { type: 'image/svg+xml' }))
  await view.getByRole('button', { name: 'Remove reference 1' }).click()
  const urls = made.mock.results.map(({ value }) => value as string)
  expect(urls).toHaveLength(1)
  expect(given.mock.calls).toEqual([urls])
})

it.each(Object.entries(samples))('invents no percentage: %s', async (_name, generation) => {
  const view = await onStage(<GenerationStatus generation={generation} />)
  expect(document.querySelector('main')?.textContent).not.toMatch(/\d\s*%/)
  expect(view.container.querySelector('progress, meter, [role="progressbar"], [aria-valuenow]')).toBeNull()
})

it('loses nothing when the panel around it is closed, also what is in the making', async () => {
  const stack = openLimn({ duration: 1500 })
  function Panel() {
    const [open, setOpen] = useState(true)
    return (
      <>
        <button type="button" onClick={() => setOpen(!open)}>
          Panel
        </button>
        {open && <ImageStudio persist={false} />}
      </>
    )
  }
  const view = await onStage(<Panel />, stack)
  await userEvent.fill(view.getByRole('textbox', { name: 'Describe a picture' }), 'a fox in snow')
  await userEvent.keyboard('{Enter}')
  await expect.element(view.getByRole('heading', { name: 'a fox in snow' })).toBeVisible()
  await view.getByRole('button', { name: 'Panel' }).click()
  await expect.poll(() => stack.limn.list()[0]?.status, { timeout: 10_000 }).toBe('succeeded')
  await view.getByRole('button', { name: 'Panel' }).click()
  await expect.element(view.getByRole('heading', { name: 'a fox in snow' })).toBeVisible()
  expect(stack.simulator.creates).toHaveLength(1)
})

it('calls nothing failed because looks at it fail', async () => {
  const stack = openLimn({ duration: 500 })
  const seen = new Set<Status | undefined>()
  stack.limn.subscribe(() => seen.add(stack.limn.list()[0]?.status))
  stack.simulator.use({ on: 'task', times: 3, do: { status: 502, raw: 'Bad Gateway' } })
  const view = await onStage(<ImageStudio persist={false} initial={{ prompt: 'a fox in snow' }} />, stack)
  await view.getByRole('button', { name: /^Generate/ }).click()
  await expect.poll(() => stack.limn.list()[0]?.status, { timeout: 14_000 }).toBe('succeeded')
  expect(seen).not.toContain('failed')
  expect(stack.simulator.creates).toHaveLength(1)
})

function paste(field: Element, file: File) {
  const clipboardData = new DataTransfer()
  clipboardData.items.add(file)
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}
