import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { afterEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { zhCN } from '../messages/zh-CN.ts'
import { openLimn } from '../test/openLimn.ts'
import { CompareSlider, type ComparedImage } from './CompareSlider.tsx'
import styles from '../styles.css?inline'

afterEach(cleanup)

const picture = (size: '1536x1024' | '1024x1536') => sampleGeneration('succeeded', { request: { size } }).images[0]!
const wide = picture('1536x1024')
const tall = picture('1024x1536')
const BROKEN = { url: 'data:image/png;base64,AAAA', width: 1536, height: 1024 }

const show = async (before: ComparedImage, after: ComparedImage, dir = 'ltr', language = {}) => {
  await page.viewport(800, 700)
  const view = await render(
    <LimnProvider limn={openLimn().limn}>
      <style>{`${styles} .limn-picture { transition: none !important }`}</style>
      <MessagesProvider messages={language}>
        <div dir={dir} style={{ inlineSize: 600 }}>
          <CompareSlider before={before} after={after} />
        </div>
      </MessagesProvider>
    </LimnProvider>,
  )
  const root = document.querySelector<HTMLElement>('[data-slot=limn-compare-slider]')!
  const heightAtFirst = root.getBoundingClientRect().height
  const slider = view.getByRole('slider')
  await expect.element(slider).toBeInTheDocument()
  const frame = root.querySelector<HTMLElement>('.limn-compare')!
  /** Which picture is seen at a point of the box, 0–1 from its left, a little below its middle. */
  const seenAt = (x: number) => {
    const box = frame.getBoundingClientRect()
    const under = document.elementsFromPoint(box.left + box.width * x, box.top + box.height * 0.6)
    return under.find((element) => element.matches('.limn-picture'))?.getAttribute('alt')
  }
  return { ...view, root, heightAtFirst, frame, slider, seenAt }
}

describe('the line', () => {
  it('stands in the middle and moves by keys, and each picture is seen on its own side of it', async () => {
    const { slider, seenAt } = await show(wide, { ...wide, url: `${wide.url}#after` })
    await expect.element(slider).toHaveAccessibleName('Compare before and after')
    expect([seenAt(0.45), seenAt(0.55)]).toEqual(['Before', 'After'])
    await userEvent.tab()
    expect(document.activeElement).toBe(slider.element())
    await userEvent.keyboard('{PageUp}')
    await expect.element(slider).toHaveAttribute('aria-valuetext', '60 % before, 40 % after')
    expect([seenAt(0.55), seenAt(0.65)]).toEqual(['Before', 'After'])
    await userEvent.keyboard('{Home}{ArrowRight}')
    await expect.element(slider).toHaveAttribute('aria-valuetext', '1 % before, 99 % after')
    expect(seenAt(0.05)).toBe('After')
    await userEvent.keyboard('{End}')
    expect(seenAt(0.95)).toBe('Before')
  })

  it('from right to left has the one before at the right, and its arrows turn round', async () => {
    const { slider, seenAt } = await show(wide, wide, 'rtl')
    expect([seenAt(0.45), seenAt(0.55)]).toEqual(['After', 'Before'])
    slider.element().focus()
    await userEvent.keyboard('{ArrowLeft}')
    await expect.element(slider).toHaveAttribute('aria-valuetext', '51 % before, 49 % after')
  })

  it.each([0.02, 0.25, 0.9])('comes to where it is pressed, at %d of the box', async (x) => {
    const { slider, frame, seenAt } = await show(wide, wide)
    const { width, height } = frame.getBoundingClientRect()
    await userEvent.click(frame, { position: { x: width * x, y: height * 0.8 }, force: true })
    expect((slider.element() as HTMLInputElement).valueAsNumber).toBeCloseTo(x * 100, 0)
    expect([seenAt(x - 0.015), seenAt(x + 0.015)]).toEqual(['Before', 'After'])
  })

  it('is told in Chinese', async () => {
    const { slider, getByText } = await show(wide, wide, 'ltr', zhCN)
    await expect.element(slider).toHaveAccessibleName('对比修改前后')
    await expect.element(slider).toHaveAttribute('aria-valuetext', '修改前 50 %，修改后 50 %')
    await expect.element(getByText('修改后')).toBeVisible()
  })
})

describe('the box', () => {
  it('has a shape between the two before anything is there, and keeps it', async () => {
    const { root, heightAtFirst, frame, seenAt } = await show(tall, wide)
    await Promise.all(Array.from(frame.querySelectorAll('img'), (image) => image.decode()))
    expect(root.getBoundingClientRect().height).toBe(heightAtFirst)
    const { width, height } = frame.getBoundingClientRect()
    expect(width).toBe(height)
    // What stands out beyond the other's shape is not seen on the other's side.
    expect(seenAt(0.9)).toBe('After')
  })

  it('keeps it for pictures of which nobody knows the size, and takes the one it is given', async () => {
    const view = await show({ url: wide.url }, { url: wide.url })
    await Promise.all(Array.from(view.frame.querySelectorAll('img'), (image) => image.decode()))
    expect(view.frame.getBoundingClientRect()).toMatchObject({ width: 600, height: 600 })
    await view.rerender(
      <LimnProvider limn={openLimn().limn}>
        <style>{styles}</style>
        <CompareSlider before={wide} after={wide} style={{ '--limn-ratio': 2, inlineSize: 400 } as object} />
      </LimnProvider>,
    )
    await expect.poll(() => document.querySelector('.limn-compare')?.getBoundingClientRect().height).toBe(200)
  })
})

describe('a picture that is gone', () => {
  it.each([
    ['does not load', BROKEN],
    ['has expired', { ...wide, expired: true }],
  ])('that %s: its side says so, the other one stays, and nothing moves', async (_, gone) => {
    const { frame, seenAt, getByText } = await show(wide, gone)
    await expect.element(getByText('After: No longer available')).toBeVisible()
    expect([seenAt(0.4), seenAt(0.6)]).toEqual(['Before', null])
    expect(frame.getBoundingClientRect().height).toBe(400)
  })

  it('is shown when another takes its place', async () => {
    const { getByText, getByRole, rerender } = await show(wide, BROKEN)
    await expect.element(getByText('After: No longer available')).toBeVisible()
    await rerender(
      <LimnProvider limn={openLimn().limn}>
        <CompareSlider before={wide} after={tall} />
      </LimnProvider>,
    )
    await expect.element(getByRole('img', { name: 'After' })).toBeInTheDocument()
  })
})
