import { LimnProvider, type GenerateOptions, type Limn } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { HOSTILE } from '../test/hostile.ts'
import { openLimn } from '../test/openLimn.ts'
import { GenerationTray } from './GenerationTray.tsx'
import styles from '../styles.css?inline'

afterEach(cleanup)

const show = async (limn: Limn, tray = <GenerationTray />) => {
  const view = await render(
    <LimnProvider limn={limn}>
      <style>{styles}</style>
      {tray}
      <input aria-label="Elsewhere" />
    </LimnProvider>,
  )
  const button = view.getByRole('button', { name: /^In progress/ })
  const panel = view.getByRole('dialog', { name: 'In progress' })
  return { ...view, button, panel, rows: () => view.getByRole('listitem') }
}
const draw = (limn: Limn, prompt: string, options: GenerateOptions = {}) => limn.generate({ prompt }, options)
const focused = () => document.activeElement

describe('the button', () => {
  it('stands there with nothing running, counts what runs, and what nobody waits for any more no longer', async () => {
    const { limn } = openLimn({ duration: 60_000 })
    const { button, panel } = await show(limn)
    await expect.element(button).toHaveAccessibleName('In progress 0')
    draw(limn, 'a fox in snow')
    draw(limn, 'a hen in rain')
    await expect.element(button).toHaveAccessibleName('In progress 2')
    await button.click()
    await panel.getByRole('button', { name: 'Stop waiting' }).first().click()
    await expect.element(panel.getByText('You stopped waiting. It will be finished, and charged.')).toBeVisible()
    await expect.element(button).toHaveAccessibleName('In progress 1')
  })

  it('is as wide with nine as with none', async () => {
    const nine = Array.from({ length: 9 }, (_, index) => sampleGeneration('processing', { key: `${index}` }))
    const width = async (generations: typeof nine) => {
      const { button, unmount } = await show(openLimn().limn, <GenerationTray generations={generations} />)
      const { width: measured } = button.element().getBoundingClientRect()
      await unmount()
      return measured
    }
    expect(await width(nine)).toBe(await width([]))
  })

  it('says nothing by itself, whatever its clocks show', async () => {
    const { limn } = openLimn({ duration: 60_000 })
    const { button, panel } = await show(limn)
    draw(limn, 'a fox in snow')
    await button.click()
    await expect.element(panel.getByText('Queued at the service')).toBeVisible()
    const said = vi.fn<() => void>()
    const ears = new MutationObserver(said)
    for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live], output'))
      ears.observe(region, { subtree: true, childList: true, characterData: true })
    const voice: object & { ariaNotify?: unknown } = Element.prototype
    const native = voice.ariaNotify
    voice.ariaNotify = said
    const clock = panel.getByText(/^\d:\d\d$/)
    const before = clock.element().textContent
    await expect.element(clock, { timeout: 5000 }).not.toHaveTextContent(before)
    ears.disconnect()
    voice.ariaNotify = native
    expect(said).not.toHaveBeenCalled()
  })
})

describe('focus', () => {
  it('goes in, and Escape brings it back', async () => {
    const { button, panel } = await show(openLimn().limn)
    await userEvent.tab()
    expect(focused()).toBe(button.element())
    await userEvent.keyboard('{Enter}')
    await expect.element(panel.getByText('Nothing is being made.')).toBeVisible()
    expect(focused()).toBe(panel.element())
    await userEvent.tab()
    expect(focused()).toBe(panel.getByRole('button', { name: 'Close' }).element())
    await userEvent.keyboard('{Escape}')
    await expect.element(panel).not.toBeInTheDocument()
    await expect.poll(focused).toBe(button.element())
  })

  it('comes back from the close button, and follows a press elsewhere', async () => {
    const { button, panel, ...view } = await show(openLimn().limn)
    await button.click()
    await panel.getByRole('button', { name: 'Close' }).click()
    await expect.poll(focused).toBe(button.element())
    await button.click()
    await expect.element(panel.getByText('Nothing is being made.')).toBeVisible()
    const elsewhere = view.getByRole('textbox', { name: 'Elsewhere' })
    await elsewhere.click()
    await expect.element(panel).not.toBeInTheDocument()
    expect(focused()).toBe(elsewhere.element())
  })

  it('stays in the list when a row leaves', async () => {
    const { limn } = openLimn({ duration: 60_000 })
    const { button, panel, rows } = await show(limn)
    draw(limn, 'a fox in snow')
    await button.click()
    await panel.getByRole('button', { name: 'Stop waiting' }).click()
    await panel.getByRole('button', { name: 'Remove' }).click()
    await expect.element(rows()).not.toBeInTheDocument()
    expect(focused()).toBe(panel.element())
  })
})

describe('the list', () => {
  it('calls off all that wait in one act: nothing of them is sent', async () => {
    const { limn, simulator } = openLimn({ duration: 60_000 })
    const { button, panel } = await show(limn)
    draw(limn, 'the one that runs', { slot: 'one', concurrency: 1 })
    for (let count = 1; count < 5; count++) draw(limn, `waits ${count}`, { slot: 'one', concurrency: 1 })
    await expect.element(button).toHaveAccessibleName('In progress 5')
    await button.click()
    expect(panel.getByRole('button', { name: 'Cancel', exact: true }).elements()).toHaveLength(4)
    await panel.getByRole('button', { name: 'Cancel the 4 waiting, nothing is charged' }).click()
    await expect.element(button).toHaveAccessibleName('In progress 1')
    await expect.element(panel.getByText('Stopped before it was sent. Nothing was charged.').first()).toBeVisible()
    expect(limn.list({ status: 'canceled' })).toHaveLength(4)
    await expect.poll(() => simulator.creates.map(({ request }) => request.prompt)).toEqual(['the one that runs'])
    expect(panel.element().contains(focused())).toBe(true)
  })

  it('keeps what settles while it is open, and not what was done before', async () => {
    const { limn } = openLimn({ duration: 1500 })
    await draw(limn, 'done before').outcome
    const { button, panel, rows } = await show(limn)
    draw(limn, 'done while you look')
    await button.click()
    await expect.element(rows().getByText('done while you look')).toBeVisible()
    await expect.element(panel.getByText('Done'), { timeout: 10_000 }).toBeVisible()
    expect(rows().elements()).toHaveLength(1)
    await userEvent.keyboard('{Escape}')
    await button.click()
    await expect.element(panel.getByText('Nothing is being made.')).toBeVisible()
    expect(rows().elements()).toHaveLength(0)
  })

  it('shows what others wrote as words', async () => {
    await page.viewport(320, 640)
    const texts = Object.values(HOSTILE)
    const generations = texts.map((prompt, index) =>
      sampleGeneration('processing', { key: `${index}`, request: { prompt } }),
    )
    const { button, panel, rows } = await show(openLimn().limn, <GenerationTray generations={generations} />)
    button.element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(rows().last()).toBeInTheDocument()
    const said = Array.from(panel.element().querySelectorAll('.limn-said'), ({ textContent }) => textContent)
    expect(said).toEqual(texts.toReversed())
    expect(panel.element().querySelectorAll('a, b, base, form, iframe, img, meta, script, style')).toHaveLength(0)
    expect(Reflect.get(window, 'hurt')).toBeUndefined()
    expect(panel.element().scrollWidth).toBeLessThanOrEqual(320)
  })

  it.each([
    [1280, 'beside its button'],
    [375, 'as a sheet at the foot'],
  ])('at %i px stands in the window, however long it is, %s', async (width) => {
    await page.viewport(width, 600)
    const generations = Array.from({ length: 30 }, (_, index) => sampleGeneration('processing', { key: `${index}` }))
    const { button, panel, rows } = await show(openLimn().limn, <GenerationTray generations={generations} />)
    button.element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(rows().last()).toBeInTheDocument()
    const { top, bottom, left, right } = panel.element().getBoundingClientRect()
    expect([top >= 0, bottom <= 600, left >= 0, right <= width]).toEqual([true, true, true, true])
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  })
})
