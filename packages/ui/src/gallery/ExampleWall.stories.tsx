import type { Meta, StoryObj } from '@storybook/react-vite'
import { ExampleWall } from './ExampleWall.tsx'

const meta = {
  title: 'ExampleWall',
  component: ExampleWall,
  args: { onChoose: () => {} },
} satisfies Meta<typeof ExampleWall>
export default meta
type Story = StoryObj<typeof meta>

export const OfTheMessages: Story = { tags: ['looks'] }
export const OfTheApp: Story = { args: { examples: ['A poster for a night train', 'Eight teapots, catalogue page'] } }
export const LongText: Story = { args: { examples: ['A heron, again and again. '.repeat(12), 'unbroken'.repeat(40)] } }
