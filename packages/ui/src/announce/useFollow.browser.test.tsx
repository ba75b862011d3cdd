import type { Generation } from '@limn/core'
import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { Collection } from '../collection/Collection.tsx'
import { GalleryItem } from '../gallery/GalleryItem.tsx'
import type { RenderEntry } from '../gallery/Rows.tsx'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { en } from '../messages/en.ts'
import { zhCN } from '../messages/zh-CN.ts'
import { openLimn } from '../test/openLimn.ts'
import styles from '../styles.css?inline'

const heard = vi.fn<(text: string) => void>()
beforeEach(() => {
  heard.mockClear()
  Reflect.set(Element.prototype, 'ariaNotify', heard)
})
afterEach(async () => {
  await cleanup()
  Reflect.deleteProperty(Element.prototype, 'ariaNotify')
})

const entry: RenderEntry = (generation) => <GalleryItem generation={generation} />
const done = Array.from({ length: 400 }, (_, index) =>
  sampleGeneration('succeeded', { key: `done-${index}`, request: { prompt: `picture ${index}` } }),
)
let keys = 0

/** A gallery of 400 that are done, and one that runs: before them, or behind. `become` is what it is from then on. */
async function gallery(isFar: boolean) {
  await page.viewport(1280, 800)
  const { limn } = openLimn()
  const key = `open-${(keys += 1)}`
  const facts = { key, request: { prompt: 'a fox in snow' } }
  let become: (one: Generation) => void = () => {}
  let speak: (words: typeof en) => void = () => {}
  function Frame() {
    const [one, setOne] = useState<Generation>(() => sampleGeneration('processing', facts))
    const [words, setWords] = useState(en)
    become = setOne
    speak = setWords
    return (
      <MessagesProvider messages={words}>
        <Collection generations={isFar ? [...done, one] : [one, ...done]}>{entry}</Collection>
      </MessagesProvider>
    )
  }
  await render(
    <LimnProvider limn={limn}>
      <style>{styles}</style>
      <Frame />
    </LimnProvider>,
  )
  await expect.element(page.getByRole('button', { name: /^(More|更多)$/ })).toBeVisible()
  return {
    become: (status: Parameters<typeof sampleGeneration>[0]) => become(sampleGeneration(status, facts)),
    inChinese: () => speak(zhCN),
    isShown: () => page.getByRole('heading', { name: 'a fox in snow' }).elements().length > 0,
  }
}
const settled = () => new Promise((rendered) => setTimeout(rendered, 300))

describe('a gallery of 400', () => {
  it.each([
    ['at its far end, which is not in the document', true],
    ['in sight', false],
  ])('says once that one is done, %s', async (_where, isFar) => {
    const { become, isShown } = await gallery(isFar)
    expect(isShown()).toBe(!isFar)
    become('succeeded')
    await expect.poll(() => heard.mock.calls.flat()).toEqual(['Done: a fox in snow'])
    await settled()
    expect(heard).toHaveBeenCalledTimes(1)
    become('succeeded')
    await settled()
    expect(heard).toHaveBeenCalledTimes(1)
  })

  it('is silent about what it finds, and about another language', async () => {
    const { become, inChinese } = await gallery(true)
    inChinese()
    await settled()
    expect(heard).not.toHaveBeenCalled()
    become('failed')
    await expect.poll(() => heard.mock.calls.flat()).toEqual([expect.stringMatching(/：a fox in snow$/)])
  })
})
