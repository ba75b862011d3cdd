import { composeStories, setProjectAnnotations, type composeStory } from '@storybook/react-vite'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { cdp, page } from 'vitest/browser'
import * as preview from '../.storybook/preview.tsx'
import * as kit from './index.ts'
import { faultsOf } from './test/faultsOf.ts'

setProjectAnnotations([preview])

type StoryFile = Parameters<typeof composeStories>[0]
type Story = ReturnType<typeof composeStory>
const files = Object.values(import.meta.glob<StoryFile>('./**/*.stories.tsx', { eager: true }))
const components = files.map((file) => ({
  title: file.default.title!,
  stories: Object.entries<Story>(composeStories(file)),
}))

/** One way to look at a page: what the toolbar of Storybook turns, and what the browser claims by CSS media features. */
interface Look {
  readonly globals?: Readonly<Record<string, string>>
  readonly media?: Readonly<Record<string, string>>
}

const LOOKS: Readonly<Record<string, Look>> = {
  Chinese: { globals: { language: 'zh-CN' } },
  dark: { media: { 'prefers-color-scheme': 'dark' } },
  'right to left': { globals: { direction: 'rtl' } },
  'forced colours': { media: { 'forced-colors': 'active' } },
}
const PLAIN = { 'prefers-color-scheme': 'light', 'prefers-reduced-motion': 'reduce', 'forced-colors': 'none' }

const emulate = (media: Look['media'] = {}) =>
  cdp().send('Emulation.setEmulatedMedia', {
    features: Object.entries({ ...PLAIN, ...media }).map(([name, value]) => ({ name, value })),
  })

/** A colour on its way to another is no fault. */
const still = document.createElement('style')
still.textContent = '* { transition: none !important; animation: none !important }'
const complain = vi.spyOn(console, 'error')

beforeAll(() => {
  document.head.append(still)
})
beforeEach(() => void complain.mockClear())
afterEach(() => emulate())

/** What is wrong with a story: axe at 1280 pixels, what sticks out at 320, what React complains of. */
async function wrongWith(story: Story, { globals, media }: Look = {}) {
  await emulate(media)
  await page.viewport(1280, 900)
  await story.run({ globals: { ...story.globals, ...globals } })
  const faults = await faultsOf(document.body)
  await page.viewport(320, 640)
  const tooWide = Math.max(0, document.documentElement.scrollWidth - 320)
  return { faults, tooWide, complaints: complain.mock.calls }
}

it('every part has its stories', () => {
  const parts = Object.keys(kit).filter((name) => /^[A-Z]/.test(name) && name !== 'MessagesProvider')
  expect(new Set(components.map(({ title }) => title))).toEqual(new Set(parts))
})

const NOTHING = { faults: [], tooWide: 0, complaints: [] }

describe.each(components)('$title', ({ stories }) => {
  it.each(stories)('%s', async (_name, story) => {
    expect(await wrongWith(story)).toEqual(NOTHING)
  })

  const [most, ...others] = stories.filter(([, { tags }]) => tags.includes('looks'))

  it.each(Object.entries(LOOKS))('one story, %s', async (_name, as) => {
    expect(others).toEqual([])
    expect(await wrongWith(most![1], as)).toEqual(NOTHING)
  })
})
