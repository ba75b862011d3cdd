import { LimnProvider } from '@limn/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { openLimn } from '../test/openLimn.ts'
import { Gallery } from './Gallery.tsx'
import { GalleryItem } from './GalleryItem.tsx'
import type { RenderEntry } from './Rows.tsx'
import styles from '../styles.css?inline'

afterEach(async () => {
  vi.useRealTimers()
  await cleanup()
})

const entry: RenderEntry = (generation) => <GalleryItem generation={generation} />
const prompts = () => Array.from(document.querySelectorAll('h3'), ({ textContent }) => textContent)
const undo = () => page.getByRole('button', { name: 'Undo' })

async function gallery(...asked: readonly string[]) {
  await page.viewport(1280, 1200)
  const stack = openLimn()
  for (const prompt of asked) await stack.limn.generate({ prompt }).outcome
  await render(
    <LimnProvider limn={stack.limn}>
      <style>{styles}</style>
      <Gallery>{entry}</Gallery>
    </LimnProvider>,
  )
  await expect.element(page.getByRole('button', { name: 'Remove' }).first()).toBeVisible()
  return stack
}
/** The entry of these words, from its own button. */
const removeOf = (prompt: string) =>
  page.getByRole('article').filter({ hasText: prompt }).getByRole('button', { name: 'Remove' })

describe('Remove', () => {
  it('is undone by the keyboard alone: the entry is back at its place, and so is the focus', async () => {
    await gallery('a fox', 'a hen', 'a heron')
    ;(removeOf('a hen').element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(undo()).toBeVisible()
    expect(prompts()).toEqual(['a heron', 'a fox'])
    expect(document.activeElement?.textContent).toContain('a fox')
    await userEvent.tab()
    expect(document.activeElement).toBe(undo().element())
    await userEvent.keyboard('{Enter}')
    await expect.poll(prompts).toEqual(['a heron', 'a hen', 'a fox'])
    await expect.poll(() => document.activeElement?.textContent).toContain('a hen')
    expect(undo().query()).toBeNull()
  })

  it('is undone where it was the last one, and where it was the only one', async () => {
    await gallery('a fox', 'a hen')
    await userEvent.click(removeOf('a fox'))
    await userEvent.click(undo())
    await expect.poll(prompts).toEqual(['a hen', 'a fox'])
    for (const prompt of ['a fox', 'a hen']) await userEvent.click(removeOf(prompt))
    await expect.poll(prompts).toEqual([])
    await userEvent.click(undo())
    await expect.poll(prompts).toEqual(['a hen'])
  })

  it('of one that failed is undone too', async () => {
    const { limn, simulator } = await gallery('a fox')
    simulator.use({ on: 'create', do: { outcome: 'failed', error: { code: 'generation_failed', message: 'no' } } })
    await limn.generate({ prompt: 'in vain' }).outcome
    await userEvent.click(removeOf('in vain'))
    await expect.poll(prompts).toEqual(['a fox'])
    await userEvent.click(undo())
    await expect.poll(prompts).toEqual(['in vain', 'a fox'])
  })

  it('offers it for ten seconds, longer while somebody is there, and never two at once', async () => {
    await gallery('a fox', 'a hen', 'a heron')
    // Not where the line will be.
    await userEvent.hover(page.getByRole('heading', { name: 'Gallery' }))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    ;(removeOf('a fox').element() as HTMLElement).click()
    await vi.waitFor(() => expect(undo().elements()).toHaveLength(1))
    ;(removeOf('a hen').element() as HTMLElement).click()
    await vi.waitFor(() => expect(prompts()).toEqual(['a heron']))
    expect(undo().elements()).toHaveLength(1)
    ;(undo().element() as HTMLElement).focus()
    vi.advanceTimersByTime(60_000)
    expect(undo().elements()).toHaveLength(1)
    ;(undo().element() as HTMLElement).blur()
    vi.advanceTimersByTime(9000)
    expect(undo().elements()).toHaveLength(1)
    vi.advanceTimersByTime(2000)
    expect(undo().elements()).toHaveLength(0)
  })
})
