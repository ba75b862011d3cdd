import type { Meta, StoryObj } from '@storybook/react-vite'
import { openLimn } from '../test/openLimn.ts'
import drawn from '../test/picture.svg?no-inline'
import { samples } from '../test/samples.ts'
import { ImageField } from './ImageField.tsx'

const meta = {
  title: 'ImageField',
  component: ImageField,
  args: { slot: 'hero', name: 'hero', label: 'Hero' },
} satisfies Meta<typeof ImageField>
export default meta
type Story = StoryObj<typeof meta>

const request = { prompt: 'a lamp, studio photo', size: '1536x1024' } as const
const picture = samples.wide.images[0]!.url

export const Empty: Story = { args: { request } }
export const InWords: Story = { args: { request: { size: '1536x1024' } } }
export const Chosen: Story = { tags: ['looks'], args: { request, defaultValue: picture } }
export const ChosenInWords: Story = { args: { defaultValue: picture } }
export const Disabled: Story = { args: { defaultValue: picture, disabled: true } }
export const NoLabel: Story = { args: { label: undefined, request } }

/** limn on a service that has so many credits, and draws these pictures. */
const service = (balance: number, duration = 0) => [
  () => {
    const { limn, simulator } = openLimn({ duration })
    const urls = ['one', 'two'].map((name) => ({ url: `${new URL(drawn, location.href).href}?${name}` }))
    simulator.use({ on: 'create', do: { data: urls } })
    simulator.balance = balance
    return { limn }
  },
]
const ask: Story['play'] = async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: /(Generate|生成)/ }))
}

export const Choosing: Story = {
  args: { request: { ...request, n: 2 } },
  loaders: service(100),
  play: async (story) => {
    await ask(story)
    await story.canvas.findByRole('button', { name: /(Use picture 2|选用第 2 张)/ })
  },
}
export const AtWork: Story = { args: { request }, loaders: service(100, 1e6), play: ask }
export const Failed: Story = {
  args: { request },
  loaders: service(0),
  play: async (story) => {
    await ask(story)
    await story.canvas.findByRole('button', { name: /(Try again|再试一次)/ })
  },
}
