import type { Meta, StoryObj } from '@storybook/react-vite'
import { QualityPicker } from './QualityPicker.tsx'

const meta = { title: 'QualityPicker', component: QualityPicker } satisfies Meta<typeof QualityPicker>
export default meta
type Story = StoryObj<typeof meta>

export const Idle: Story = {}
export const Chosen: Story = { tags: ['looks'], args: { defaultValue: 'high' } }
