import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { memo } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { GalleryItem } from '../gallery/GalleryItem.tsx'
import type { RenderEntry } from '../gallery/Rows.tsx'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { zhCN } from '../messages/zh-CN.ts'
import { openLimn } from '../test/openLimn.ts'
import { Collection, type CollectionProps } from './Collection.tsx'
import styles from '../styles.css?inline'

const said = vi.fn<(text: string) => void>()

beforeEach(() => {
  said.mockClear()
  Reflect.set(Element.prototype, 'ariaNotify', said)
})
afterEach(async () => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(Element.prototype, 'ariaNotify')
  await cleanup()
})

const entry: RenderEntry = (generation) => <GalleryItem generation={generation} />
const prompts = () => Array.from(document.querySelectorAll('h3'), ({ textContent }) => textContent)
const button = (name: string | RegExp) => page.getByRole('button', { name })
const counts = () => said.mock.calls.flat().filter((text) => text.endsWith('found'))
const PNG = document.createElement('canvas').toDataURL('image/png')
const image = (index: number, url: string) => ({ index, url, archived: false, expired: false })
const field = () => page.getByRole('searchbox')

async function collection(asked: readonly string[], props: Partial<CollectionProps> = {}, messages = {}) {
  await page.viewport(1280, 900)
  const stack = openLimn()
  for (const prompt of asked) await stack.limn.generate({ prompt }).outcome
  await render(
    <LimnProvider limn={stack.limn}>
      <MessagesProvider messages={messages}>
        <style>{styles}</style>
        <Collection {...props}>{props.children ?? entry}</Collection>
      </MessagesProvider>
    </LimnProvider>,
  )
  await expect.element(button(/^(More|更多)$/)).toBeVisible()
  return stack
}

describe('search', () => {
  it('narrows with each letter, says the count once after a pause, and leads back', async () => {
    await collection(['a fox in snow', '雪中的狐狸', 'a hen'])
    await userEvent.click(button('Search'))
    expect(document.activeElement).toBe(field().element())
    await userEvent.keyboard('ｆOX')
    await expect.poll(prompts).toEqual(['a fox in snow'])
    await expect.poll(counts).toEqual(['1 found'])
    await userEvent.fill(field(), 'zebra')
    await expect.element(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
    expect(document.activeElement).toBe(field().element())
    await expect.poll(counts).toEqual(['1 found', '0 found'])
    await userEvent.click(button('Show everything'))
    await expect.poll(prompts).toEqual(['a hen', '雪中的狐狸', 'a fox in snow'])
    expect(document.activeElement).not.toBe(document.body)
  })

  it('looks for no half syllable of an input method', async () => {
    await collection(['雪中的狐狸', 'a hen'], {}, zhCN)
    await userEvent.click(button('搜索'))
    const input = field().element() as HTMLInputElement
    const type = (value: string, isComposing: boolean) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, value)
      input.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing }))
    }
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    type("hu'li", true)
    await new Promise(requestAnimationFrame)
    expect(prompts()).toHaveLength(2)
    type('狐狸', true)
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '狐狸' }))
    await expect.poll(prompts).toEqual(['雪中的狐狸'])
  })

  it('narrows by what became of it, and by favourites', async () => {
    const { limn } = await collection(['a fox', 'a hen'])
    await userEvent.click(page.getByRole('button', { name: 'Favourite', pressed: false }).first())
    await expect.element(page.getByRole('button', { name: 'Favourite', pressed: true })).toBeVisible()
    expect(limn.list({ favourite: true }).map(({ request }) => request.prompt)).toEqual(['a hen'])
    await userEvent.click(button('Search'))
    await userEvent.click(page.getByRole('button', { name: 'Favourites', pressed: false }))
    await expect.poll(prompts).toEqual(['a hen'])
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Show' }), 'Not done')
    await expect.element(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
    await userEvent.click(button('Close search'))
    await expect.poll(prompts).toEqual(['a hen', 'a fox'])
    expect(document.activeElement).toHaveAccessibleName('Search')
  })

  it('is quick among 10,000, and draws one entry when one becomes a favourite', async () => {
    const drawn = vi.fn<(key: string) => void>()
    const Card = memo(function Card({ name, star }: { name: string; star: boolean }) {
      drawn(name)
      return <article style={{ height: 120 }}>{star ? `${name} *` : name}</article>
    })
    const children: RenderEntry = ({ request, favourite }) => <Card name={request.prompt} star={favourite} />
    const generations = Array.from({ length: 10_000 }, (_, index) =>
      sampleGeneration('succeeded', { key: `k${index}`, request: { prompt: `picture ${index} of a fox` } }),
    )
    const { limn } = openLimn()
    const shown = (of: typeof generations) => (
      <LimnProvider limn={limn}>
        <Collection generations={of}>{children}</Collection>
      </LimnProvider>
    )
    const view = await render(shown(generations))
    await userEvent.click(button('Search'))
    await userEvent.fill(field(), 'fox 9876')
    await expect.element(page.getByText('picture 9876 of a fox')).toBeVisible()
    await expect.element(page.getByText('1 generation, 1 picture')).toBeVisible()
    await userEvent.click(button('Close search'))
    await expect.element(page.getByText('10,000 generations, 10,000 pictures')).toBeVisible()
    drawn.mockClear()
    await view.rerender(shown(generations.with(1, { ...generations[1]!, favourite: true })))
    await expect.element(page.getByText('picture 1 of a fox *')).toBeVisible()
    expect(drawn.mock.calls).toEqual([['picture 1 of a fox']])
  })
})

describe('a selection', () => {
  const names = { name: /^Select: / }

  it('is made by boxes, removed at once, and comes back at once', async () => {
    await collection(['a fox', 'a hen', 'a heron'])
    await userEvent.click(button('Select'))
    await userEvent.click(page.getByRole('checkbox', { name: 'Select: a fox' }))
    await expect.element(page.getByText('1 selected')).toBeVisible()
    await userEvent.click(button('Select all'))
    await expect.element(page.getByText('3 selected')).toBeVisible()
    await userEvent.click(page.getByRole('checkbox', { name: 'Select: a heron' }))
    await userEvent.click(page.getByText('2 selected').element().parentElement!.querySelectorAll('button')[2]!)
    await expect.poll(prompts).toEqual(['a heron'])
    await userEvent.click(button('Undo'))
    await expect.poll(prompts).toEqual(['a heron', 'a hen', 'a fox'])
    await userEvent.click(button('Done'))
    expect(page.getByRole('checkbox', names).elements()).toEqual([])
    expect(document.activeElement).toHaveAccessibleName('Select')
  })

  it('is saved as one file: what could not be had is told', async () => {
    const links: { download: string; href: string }[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      links.push({ download: this.download, href: this.href })
    })
    const generations = [sampleGeneration('succeeded', { images: [image(0, PNG), image(1, 'data:text/html,x')] })]
    await collection([], { generations })
    await userEvent.click(button('Select'))
    await userEvent.click(page.getByRole('checkbox', names))
    await userEvent.click(button('Download 2 pictures'))
    await expect.element(page.getByText('1 picture could not be had. The file says which.')).toBeVisible()
    expect(links).toEqual([
      { download: expect.stringMatching(/^limn-[\d-]+\.zip$/), href: expect.stringMatching(/^blob:/) },
    ])
    expect(said).toHaveBeenLastCalledWith('1 picture could not be had. The file says which.')
  })

  it('is stopped half way, and nothing is saved', async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    await collection([], { generations: [sampleGeneration('succeeded', { images: [image(0, PNG)] })] })
    vi.spyOn(globalThis, 'fetch').mockImplementation(
      (_input, options) =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error))
        }),
    )
    await userEvent.click(button('Select'))
    await userEvent.click(page.getByRole('checkbox', names))
    await userEvent.click(button('Download 1 picture'))
    await userEvent.click(button('Stop'))
    await expect.element(button('Download 1 picture')).toBeVisible()
    expect(click).not.toHaveBeenCalled()
  })
})

describe('history', () => {
  it('goes out of one browser and into another, and nothing is asked of the service', async () => {
    let file: Blob | undefined
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => ((file = blob as Blob), 'blob:x'))
    await collection(['a fox', '雪中的狐狸'])
    await userEvent.click(button('More'))
    await userEvent.click(button('Export history'))
    await expect.poll(() => file?.type).toBe('application/json')
    await cleanup()
    const { simulator } = await collection([])
    expect(button('Search').query()).toBeNull()
    await userEvent.click(button('More'))
    expect(button('Export history').query()).toBeNull()
    const input = document.querySelector<HTMLInputElement>('input[type=file]')!
    await userEvent.upload(input, new File([file!], 'limn.json'))
    await expect.poll(prompts).toEqual(['雪中的狐狸', 'a fox'])
    await expect.element(page.getByText('2 added')).toBeVisible()
    expect(simulator.creates).toHaveLength(0)
    await userEvent.upload(input, new File(['<script>'], 'limn.json'))
    await expect
      .element(page.getByText('This file is no history that can be read here. Nothing was changed.'))
      .toBeVisible()
  })
})
