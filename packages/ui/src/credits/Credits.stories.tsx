import type { Meta, StoryObj } from '@storybook/react-vite'
import { Credits } from './Credits.tsx'

const meta = { title: 'Credits', component: Credits } satisfies Meta<typeof Credits>
export default meta
type Story = StoryObj<typeof meta>

export const Enough: Story = { args: { budget: { cap: 1200, remaining: 840 } } }
export const TooLittle: Story = {
  tags: ['looks'],
  args: { budget: { cap: 1200, remaining: 30 }, cost: 40, topUp: <a href="#pricing">Get more</a> },
}
export const NothingLeft: Story = {
  args: { budget: { cap: 1200, remaining: 0 }, topUp: <a href="#pricing">Get more</a> },
}
export const NotCounted: Story = { args: { budget: { cap: null, remaining: null } } }
