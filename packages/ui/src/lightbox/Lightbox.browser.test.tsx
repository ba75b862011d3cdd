import type { Generation } from '@limn/core'
import { sampleGeneration } from '@limn/simulator'
import { LimnProvider } from '@limn/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { GenerationImages } from '../generation-images/GenerationImages.tsx'
import { openLimn } from '../test/openLimn.ts'
import { Lightbox, type LightboxReason } from './Lightbox.tsx'
import styles from '../styles.css?inline'

afterEach(cleanup)

const sample = (): Generation => sampleGeneration('succeeded', { request: { n: 3, size: '1536x1024' } })
const generation = sample()
const { images } = generation
const open = async () => {
  const { limn } = openLimn()
  const view = await render(
    <LimnProvider limn={limn}>
      <style>{styles}</style>
      <GenerationImages generation={generation} />
    </LimnProvider>,
  )
  const opener = view.getByRole('button', { name: 'Open picture 2' })
  await opener.click()
  const dialog = view.getByRole('dialog')
  await expect.element(dialog).toBeVisible()
  return { ...view, dialog, opener }
}

describe('Lightbox', () => {
  it('opens at the picture that was pressed, turns by arrows, Home and End, and stops at the ends', async () => {
    const { dialog } = await open()
    const at = (text: string) => expect.element(dialog.getByText(text)).toBeVisible()
    await at('2 of 3')
    await userEvent.keyboard('{ArrowRight}')
    await at('3 of 3')
    await userEvent.keyboard('{ArrowRight}')
    await at('3 of 3')
    await userEvent.keyboard('{Home}')
    await at('1 of 3')
    await userEvent.keyboard('{End}{ArrowLeft}')
    await at('2 of 3')
  })

  it('closes by Escape and gives the focus back', async () => {
    const { dialog, opener } = await open()
    await userEvent.keyboard('{Escape}')
    await expect.element(dialog).not.toBeInTheDocument()
    expect(document.activeElement).toBe(opener.element())
  })

  it('says it aloud when a picture cannot be saved', async () => {
    const { limn } = openLimn()
    const view = await render(
      <LimnProvider limn={limn}>
        <Lightbox images={[{ ...images[0]!, url: 'http://127.0.0.1:1/fox.png', alt: 'A fox' }]} defaultOpen />
      </LimnProvider>,
    )
    await view.getByRole('button', { name: 'Download' }).click()
    await expect.element(view.getByRole('alert')).toHaveTextContent('The picture could not be fetched')
  })

  it('says what closed it', async () => {
    const onOpenChange = vi.fn<(open: boolean, details: { reason: LightboxReason }) => void>()
    const { limn } = openLimn()
    const view = await render(
      <LimnProvider limn={limn}>
        <style>{styles}</style>
        <Lightbox
          images={images.map((image) => Object.assign({}, image, { alt: 'A fox' }))}
          open
          onOpenChange={onOpenChange}
        />
      </LimnProvider>,
    )
    await userEvent.keyboard('{Escape}')
    await userEvent.keyboard('{Escape}')
    await view.getByRole('button', { name: 'Close' }).click()
    await view.getByRole('dialog').click({ position: { x: 5, y: 5 } })
    expect(onOpenChange.mock.calls.map(([, { reason }]) => reason)).toEqual(['escape', 'escape', 'button', 'backdrop'])
    await expect.element(view.getByRole('dialog')).toBeVisible()
  })
})
