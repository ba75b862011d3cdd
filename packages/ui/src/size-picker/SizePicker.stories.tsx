import type { Meta, StoryObj } from '@storybook/react-vite'
import { openLimn } from '../test/openLimn.ts'
import { SizePicker } from './SizePicker.tsx'

const meta = { title: 'SizePicker', component: SizePicker } satisfies Meta<typeof SizePicker>
export default meta
type Story = StoryObj<typeof meta>

export const Auto: Story = {}
export const Chosen: Story = { args: { defaultValue: '1536x1024' } }
export const WithResolutions: Story = { tags: ['looks'], args: { defaultValue: '3824x2160' } }
export const Subset: Story = { args: { sizes: ['1024x1024', '1024x1536'], defaultValue: '1024x1024' } }
/** The proxy offers a size that no table knows. */
export const UnknownSize: Story = {
  args: { defaultValue: '1024x1024' },
  loaders: [() => ({ limn: openLimn({}, { sizes: ['1024x1024', '1536x1024'] }).limn })],
}
