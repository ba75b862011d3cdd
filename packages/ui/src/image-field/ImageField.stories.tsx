import type { Meta, StoryObj } from '@storybook/react-vite'
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
