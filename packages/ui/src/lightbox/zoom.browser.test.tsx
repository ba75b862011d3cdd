import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { openLimn } from '../test/openLimn.ts'
import { Lightbox, type LightboxReason } from './Lightbox.tsx'
import styles from '../styles.css?inline'

afterEach(cleanup)

const { images } = sampleGeneration('succeeded', { request: { n: 10, size: '3824x2160' } })
const all = images.map((image) => Object.assign(image, { alt: `A fox ${image.index + 1}` }))

const open = async (direction = 'ltr') => {
  await page.viewport(1200, 800)
  const onOpenChange = vi.fn<(open: boolean, details: { reason: LightboxReason }) => void>()
  const { limn } = openLimn()
  const view = await render(
    <LimnProvider limn={limn}>
      <style>{`${styles} .limn-slide, .limn-hung { transition: none !important }`}</style>
      <div dir={direction}>
        <Lightbox images={all} open defaultIndex={4} onOpenChange={onOpenChange} />
      </div>
    </LimnProvider>,
  )
  await expect.element(view.getByRole('button', { name: 'Zoom in' })).toBeVisible()
  const wall = document.querySelector<HTMLElement>('.limn-wall')!
  const picture = () => document.querySelector<HTMLImageElement>('[aria-hidden=false] > .limn-hung')!
  await vi.waitUntil(() => picture().complete && picture().naturalWidth > 0)
  const fire = (type: string, x: number, y: number, pointerId = 1) =>
    (type === 'pointerdown' ? picture() : wall).dispatchEvent(
      new PointerEvent(type, { clientX: x, clientY: y, pointerId, bubbles: true, pointerType: 'touch' }),
    )
  // A pointer that no hand holds cannot be captured.
  wall.setPointerCapture = () => {}
  const drag = (from: readonly [number, number], to: readonly [number, number]) => {
    fire('pointerdown', ...from)
    for (let step = 1; step <= 4; step++)
      fire('pointermove', from[0] + ((to[0] - from[0]) * step) / 4, from[1] + ((to[1] - from[1]) * step) / 4)
    fire('pointerup', ...to)
  }
  const dialog = view.getByRole('dialog')
  return { ...view, onOpenChange, wall, picture, fire, drag, dialog }
}
const boxOf = (element: Element) => element.getBoundingClientRect()

describe('zoom', () => {
  it('goes to one pixel for one and beyond by keys, arrows move the picture and not the page, 0 shows it whole', async () => {
    const { picture, dialog, ...view } = await open()
    const whole = boxOf(picture()).width
    await userEvent.keyboard('{+}')
    expect(boxOf(picture()).width).toBeCloseTo(whole * 1.5, 0)
    for (let press = 0; press < 12; press++) await userEvent.keyboard('{+}')
    expect(boxOf(picture()).width * devicePixelRatio).toBeCloseTo(4 * picture().naturalWidth, -1)
    await expect.element(view.getByRole('button', { name: '400%' })).toBeVisible()
    const before = boxOf(picture()).x
    await userEvent.keyboard('{ArrowRight}')
    expect(boxOf(picture()).x).toBeCloseTo(before - 80, 0)
    await expect.element(dialog).toHaveAccessibleName('A fox 5')
    await userEvent.keyboard('0')
    expect(boxOf(picture()).width).toBeCloseTo(whole, 0)
    await expect.element(view.getByRole('button', { name: 'Fit' })).toBeVisible()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(dialog).toHaveAccessibleName('A fox 6')
  })

  it('keeps what is under the pointer there, by wheel, and never shows the wall beside a larger picture', async () => {
    const { wall, picture } = await open()
    const { x, y, width, height } = boxOf(picture())
    const point = { clientX: x + width * 0.3, clientY: y + height / 2 }
    wall.dispatchEvent(new WheelEvent('wheel', { deltaY: -400, ...point, cancelable: true }))
    const after = boxOf(picture())
    expect(after.width).toBeGreaterThan(width * 2)
    expect((point.clientX - after.x) / after.width).toBeCloseTo(0.3, 1)
    for (let press = 0; press < 40; press++) await userEvent.keyboard('{ArrowLeft}')
    expect(boxOf(picture()).left).toBeCloseTo(boxOf(wall).left, 0)
  })

  it('is one pixel for one by double click, and whole by another', async () => {
    const { picture } = await open()
    const whole = boxOf(picture()).width
    await userEvent.dblClick(picture())
    expect(boxOf(picture()).width * devicePixelRatio).toBeCloseTo(picture().naturalWidth, -1)
    await userEvent.dblClick(picture())
    expect(boxOf(picture()).width).toBeCloseTo(whole, 0)
  })

  it('follows two fingers', async () => {
    const { picture, fire } = await open()
    const whole = boxOf(picture()).width
    fire('pointerdown', 400, 400, 1)
    fire('pointerdown', 500, 400, 2)
    fire('pointermove', 350, 400, 1)
    fire('pointermove', 550, 400, 2)
    expect(boxOf(picture()).width).toBeCloseTo(whole * 2, -1)
    fire('pointerup', 350, 400, 1)
    fire('pointerup', 550, 400, 2)
  })

  it('starts anew with every picture', async () => {
    const { picture, dialog, ...view } = await open()
    const whole = boxOf(picture()).width
    await view.getByRole('button', { name: 'Zoom in' }).click()
    await view.getByRole('button', { name: 'Next picture' }).click()
    await expect.element(dialog).toHaveAccessibleName('A fox 6')
    expect(boxOf(picture()).width).toBeCloseTo(whole, 0)
    await expect.element(view.getByRole('button', { name: 'Fit' })).toBeVisible()
  })
})

describe('a swipe', () => {
  it('turns the page, back when it was short, and stops no click of a button', async () => {
    const { drag, dialog, ...view } = await open()
    drag([600, 400], [200, 410])
    await expect.element(dialog).toHaveAccessibleName('A fox 6')
    drag([200, 400], [600, 410])
    await expect.element(dialog).toHaveAccessibleName('A fox 5')
    await view.getByRole('button', { name: '9 of 10' }).click()
    await expect.element(dialog).toHaveAccessibleName('A fox 9')
  })

  it('turns the other way where the text does', async () => {
    const { drag, dialog } = await open('rtl')
    drag([600, 400], [200, 410])
    await expect.element(dialog).toHaveAccessibleName('A fox 4')
    await userEvent.keyboard('{ArrowLeft}')
    await expect.element(dialog).toHaveAccessibleName('A fox 5')
  })

  it('down closes', async () => {
    const { drag, onOpenChange } = await open()
    drag([400, 300], [410, 600])
    expect(onOpenChange).toHaveBeenCalledWith(false, { reason: 'swipe' })
  })

  it('is no click beside the picture', async () => {
    const { wall, fire, onOpenChange } = await open()
    fire('pointerdown', 400, 300)
    fire('pointermove', 430, 300)
    fire('pointerup', 430, 300)
    wall.querySelector('.limn-slide')!.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    expect(onOpenChange).not.toHaveBeenCalled()
  })
})

it('holds a picture and its neighbours, and no fourth one', async () => {
  const { dialog } = await open()
  const shown = () => [...document.querySelectorAll<HTMLImageElement>('dialog img')].map(({ alt }) => alt)
  expect(shown()).toEqual(['A fox 4', 'A fox 5', 'A fox 6'])
  await userEvent.keyboard('{End}')
  await expect.element(dialog).toHaveAccessibleName('A fox 10')
  expect(shown()).toEqual(['A fox 9', 'A fox 10'])
})
