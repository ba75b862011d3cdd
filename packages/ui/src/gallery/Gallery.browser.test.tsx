import type { Generation } from '@limn/core'
import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { memo, useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { openLimn } from '../test/openLimn.ts'
import { Gallery, type GalleryProps } from './Gallery.tsx'
import { GalleryItem } from './GalleryItem.tsx'
import { justifiedRows } from './justifiedRows.ts'
import type { RenderEntry } from './Rows.tsx'
import styles from '../styles.css?inline'

afterEach(cleanup)

const SIZES = ['1024x1024', '1536x1024', '1024x1536', '1920x1088']
const samples = (count: number, n = 1, name = 'old'): readonly Generation[] =>
  Array.from({ length: count }, (_, index) =>
    sampleGeneration('succeeded', {
      key: `${name}-${index}`,
      request: { prompt: `${name} ${index}`, n, size: SIZES[index % 4]! },
    }),
  )
const item: RenderEntry = (generation) => <GalleryItem generation={generation} />
const rendered = vi.fn<(key: string) => void>()
const Card = memo(function Card({ generation }: { generation: Generation }) {
  rendered(generation.key)
  // Deterministic, and of more than one height.
  const height = 100 + (generation.request.prompt.length % 3) * 90
  return (
    <article style={{ height }}>
      <button type="button">{generation.request.prompt}</button>
    </article>
  )
})
const card: RenderEntry = (generation) => <Card generation={generation} />

async function mount(props: Omit<GalleryProps, 'generations'>, initial: readonly Generation[]) {
  await page.viewport(1280, 800)
  let set: (change: (before: readonly Generation[]) => readonly Generation[]) => void = () => {}
  const { limn } = openLimn()
  const Frame = () => {
    const [generations, setGenerations] = useState(initial)
    set = setGenerations
    return <Gallery generations={generations} {...props} />
  }
  await render(
    <LimnProvider limn={limn}>
      <style>{styles}</style>
      <main style={{ paddingBlockStart: 200 }}>
        <Frame />
      </main>
    </LimnProvider>,
  )
  const list = document.querySelector<HTMLElement>('.limn-feed')!
  return {
    list,
    set: async (change: typeof set extends (change: infer Change) => void ? Change : never) => {
      set(change)
      await frames()
    },
  }
}

/** Long enough for a scroll, what it renders, and what that measures. */
async function frames(count = 4) {
  for (let left = count; left > 0; left--) await new Promise(requestAnimationFrame)
}
const scrollTo = async (top: number) => {
  document.documentElement.scrollTo({ top, behavior: 'instant' })
  await frames()
}
const shown = () => [...document.querySelectorAll<HTMLElement>('.limn-feed > li')]
const inSight = () =>
  shown().filter((row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < 800)

describe('10,000 generations', () => {
  it.each([
    ['one picture each', { children: item }, 1],
    ['four pictures each', { children: item }, 4],
    ['justified rows', { children: card, layout: justifiedRows(160) }, 1],
  ] as const)('are at most 400 nodes, wherever the page stands: %s', async (_, props, n) => {
    const { list } = await mount(props, samples(10_000, n))
    for (const top of [0, 3000, 400_000, Infinity, Infinity]) {
      await scrollTo(Math.min(top, list.scrollHeight + 1000))
      expect(
        document.querySelectorAll('[data-slot="limn-gallery"], [data-slot="limn-gallery"] *').length,
      ).toBeLessThanOrEqual(400)
      expect(inSight().length).toBeGreaterThan(0)
    }
    expect(shown().at(-1)).toHaveAttribute('aria-posinset', '10000')
    expect(shown().at(-1)).toHaveAttribute('aria-setsize', '10000')
  })

  it('render one card when one changes', async () => {
    const { set } = await mount({ children: card }, samples(10_000))
    await frames()
    rendered.mockClear()
    await set((before) => before.with(1, { ...before[1]!, stale: true }))
    expect(rendered.mock.calls).toEqual([['old-1']])
    rendered.mockClear()
    await set((before) => before.with(5000, { ...before[5000]!, stale: true }))
    expect(rendered).not.toHaveBeenCalled()
  })
})

describe('the page', () => {
  it.each([{ children: card }, { children: card, layout: justifiedRows(160) }])(
    'stays where it is when newer ones come, older ones go, and rows turn out higher than thought',
    async (props) => {
      const { set } = await mount(props, samples(400))
      await scrollTo(8000)
      const [first] = inSight()
      const before = first!.getBoundingClientRect().top
      const words = first!.textContent
      const same = () =>
        shown()
          .find(({ textContent }) => textContent === words)!
          .getBoundingClientRect().top
      await set((old) => [...samples(3, 1, 'new'), ...old])
      expect(same()).toBeCloseTo(before, 0)
      await set((old) => old.slice(0, -20))
      expect(same()).toBeCloseTo(before, 0)
      // Up through rows that nobody has seen: nothing jumps.
      for (let step = 0; step < 12; step++) {
        const [top] = inSight()
        const at = top!.getBoundingClientRect().top
        document.documentElement.scrollBy({ top: -100, behavior: 'instant' })
        await frames()
        expect(top!.getBoundingClientRect().top).toBeCloseTo(at + 100, 0)
      }
    },
  )

  it('shows a newer one at once to whoever looks at the head', async () => {
    const { set } = await mount({ children: card }, samples(50))
    await set((old) => [...samples(1, 1, 'new'), ...old])
    expect(document.documentElement.scrollTop).toBe(0)
    expect(inSight()[0]).toHaveTextContent('new 0')
  })

  it('keeps the focus, however far it is scrolled', async () => {
    await mount({ children: card }, samples(2000))
    const button = page.getByRole('button', { name: 'old 1', exact: true })
    await userEvent.click(button)
    await scrollTo(90_000)
    expect(document.activeElement).toBe(button.element())
    expect(inSight().length).toBeGreaterThan(2)
    await userEvent.tab()
    expect(document.activeElement).toHaveAccessibleName('old 2')
  })

  it('is walked through by Tab, without a gap', async () => {
    await mount({ children: card }, samples(2000))
    await userEvent.click(page.getByRole('button', { name: 'old 0', exact: true }))
    for (let index = 1; index <= 25; index++) {
      await userEvent.tab()
      expect(document.activeElement).toHaveAccessibleName(`old ${index}`)
      await frames(2)
    }
  })
})

describe('justified rows', () => {
  const lines = () => {
    const tops = new Map<number, HTMLElement[]>()
    for (const row of shown()) {
      const top = Math.round(row.getBoundingClientRect().top)
      tops.set(top, [...(tops.get(top) ?? []), row])
    }
    return [...tops.values()]
  }

  it('fill each line to its end, in the order of the document', async () => {
    await mount({ children: card, layout: justifiedRows(200) }, samples(300))
    await frames()
    const { left, right } = document.querySelector('.limn-feed')!.getBoundingClientRect()
    for (const line of lines().slice(0, -1)) {
      expect(line[0]!.getBoundingClientRect().left).toBeCloseTo(left, 0)
      expect(Math.abs(line.at(-1)!.getBoundingClientRect().right - right)).toBeLessThan(1)
    }
    expect(shown().map((row) => Number(row.getAttribute('aria-posinset')))).toEqual(
      shown().map((_, index) => index + 1),
    )
  })

  it('leave everybody in their line when somebody comes at either end', async () => {
    const { set } = await mount({ children: card, layout: justifiedRows(160) }, samples(60))
    const neighbours = () =>
      lines().map((line) => line.map(({ textContent }) => textContent).filter((words) => words.startsWith('old')))
    const before = neighbours().slice(0, 2)
    await set((old) => [...samples(1, 1, 'new'), ...old, ...samples(40, 1, 'older')])
    const after = neighbours()
    for (const line of before) expect(after).toContainEqual(line)
  })
})
