import type { Meta, StoryObj } from '@storybook/react-vite'
import { samples } from '../test/samples.ts'
import { Lightbox } from './Lightbox.tsx'

const meta = { title: 'Lightbox', component: Lightbox, args: { defaultOpen: true } } satisfies Meta<typeof Lightbox>
export default meta
type Story = StoryObj<typeof meta>

const of = (generation: (typeof samples)[keyof typeof samples], alt = generation.request.prompt) =>
  generation.images.map((image) => ({ ...image, alt, generation }))
const draft = { load: () => {}, addReferences: () => {} }

export const Closed: Story = { args: { images: of(samples.succeeded), defaultOpen: false } }
export const First: Story = { tags: ['looks'], args: { images: of(samples.succeeded), draft } }
export const Last: Story = { args: { images: of(samples.succeeded), defaultIndex: 2 } }
export const Alone: Story = { args: { images: of(samples.single) } }
export const Wide: Story = { args: { images: of(samples.wide) } }
export const LongText: Story = { args: { images: of(samples.succeeded, samples.longText.request.prompt) } }
/** Pictures of which nothing else is known. */
export const Unknown: Story = {
  args: { images: samples.succeeded.images.map((image) => Object.assign({}, image, { alt: 'A fox' })) },
}
export const Nothing: Story = { args: { images: [] } }
