import type { Meta, StoryObj } from '@storybook/react-vite'
import { samples } from '../test/samples.ts'
import { Lightbox } from './Lightbox.tsx'

const meta = { title: 'Lightbox', component: Lightbox, args: { defaultOpen: true } } satisfies Meta<typeof Lightbox>
export default meta
type Story = StoryObj<typeof meta>

const of = ({ images, request }: (typeof samples)[keyof typeof samples], alt = request.prompt) =>
  images.map((image) => ({ ...image, alt }))

export const Closed: Story = { args: { images: of(samples.succeeded), defaultOpen: false } }
export const First: Story = { tags: ['looks'], args: { images: of(samples.succeeded) } }
export const Last: Story = { args: { images: of(samples.succeeded), defaultIndex: 2 } }
export const Alone: Story = { args: { images: of(samples.single) } }
export const Wide: Story = { args: { images: of(samples.wide) } }
export const LongText: Story = { args: { images: of(samples.succeeded, samples.longText.request.prompt) } }
export const Nothing: Story = { args: { images: [] } }
