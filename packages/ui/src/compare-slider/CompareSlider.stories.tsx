import type { Meta, StoryObj } from '@storybook/react-vite'
import { fireEvent } from 'storybook/test'
import { samples } from '../test/samples.ts'
import { CompareSlider } from './CompareSlider.tsx'

const meta = {
  title: 'CompareSlider',
  component: CompareSlider,
  args: { style: { maxInlineSize: 720 } },
  play: async ({ canvas }) => {
    await canvas.findByRole('slider')
  },
} satisfies Meta<typeof CompareSlider>
export default meta
type Story = StoryObj<typeof meta>

const [first, second] = samples.succeeded.images as [
  (typeof samples.succeeded.images)[0],
  (typeof samples.succeeded.images)[0],
]
const tall = samples.single.images[0]!
const { width: _width, height: _height, ...unknown } = first

const move =
  (value: number): NonNullable<Story['play']> =>
  async ({ canvas }) => {
    await fireEvent.change(await canvas.findByRole('slider'), { target: { value } })
  }

export const Half: Story = { tags: ['looks'], args: { before: first, after: second } }
export const AllBefore: Story = { args: { before: first, after: second }, play: move(100) }
export const AllAfter: Story = { args: { before: first, after: second }, play: move(0) }
export const OtherShape: Story = { args: { before: tall, after: first } }
export const UnknownShape: Story = { args: { before: unknown, after: tall } }
export const OwnWords: Story = {
  args: { before: { ...first, alt: 'The pond in June' }, after: { ...second, alt: 'The pond in January' } },
}
export const Expired: Story = { args: { before: { ...first, expired: true }, after: second } }
export const Broken: Story = { args: { before: first, after: { url: 'data:image/png;base64,AAAA' } } }
export const NothingLeft: Story = { args: { before: { ...first, expired: true }, after: { ...second, expired: true } } }
