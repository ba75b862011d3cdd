import type { Meta, StoryObj } from '@storybook/react-vite'
import { FormatPicker } from './FormatPicker.tsx'

const meta = { title: 'FormatPicker', component: FormatPicker } satisfies Meta<typeof FormatPicker>
export default meta
type Story = StoryObj<typeof meta>

export const Idle: Story = {}
export const Chosen: Story = { tags: ['looks'], args: { defaultValue: 'webp' } }
