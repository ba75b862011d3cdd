import type { Generation } from '@limn/core'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { ExampleWall } from '../gallery/ExampleWall.tsx'
import { GalleryItem } from '../gallery/GalleryItem.tsx'
import { samples } from '../test/samples.ts'
import { Collection } from './Collection.tsx'

const meta = {
  title: 'Collection',
  component: Collection,
  args: { children: (generation, draft) => <GalleryItem generation={generation} draft={draft} /> },
} satisfies Meta<typeof Collection>
export default meta
type Story = StoryObj<typeof meta>

const few: readonly Generation[] = [
  samples.processing,
  { ...samples.succeeded, favourite: true },
  samples.failed,
  samples.chinese,
]
const press = async (canvas: { findByRole: (role: string, of: object) => Promise<HTMLElement> }, name: string) =>
  (await canvas.findByRole('button', { name })).click()

export const Empty: Story = {
  args: { generations: [], empty: <ExampleWall onChoose={() => {}} /> },
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: /More|更多/ })),
}
export const Three: Story = { args: { generations: few.slice(1) } }
export const Searching: Story = {
  args: { generations: few },
  play: ({ canvas }) => press(canvas, 'Search'),
}
export const NothingFound: Story = {
  args: { generations: few },
  play: async ({ canvas, userEvent }) => {
    await press(canvas, 'Search')
    await userEvent.type(await canvas.findByRole('searchbox'), 'zebra')
    await canvas.findByRole('button', { name: 'Show everything' })
  },
}
export const Selecting: Story = {
  tags: ['looks'],
  args: { generations: few },
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { expanded: false })
    canvas.getAllByRole('button')[1]!.click()
    const [first] = await canvas.findAllByRole('checkbox')
    first!.click()
  },
}
export const Forty: Story = {
  args: {
    generations: Array.from({ length: 40 }, (_, index) => ({
      ...[samples.succeeded, samples.wide, samples.single, samples.failed][index % 4]!,
      key: `forty-${index}`,
      favourite: index % 7 === 0,
    })),
  },
}
