import type { Meta, StoryObj } from '@storybook/react-vite'
import { samples } from '../test/samples.ts'
import { GenerationImages } from './GenerationImages.tsx'

const meta = { title: 'GenerationImages', component: GenerationImages } satisfies Meta<typeof GenerationImages>
export default meta
type Story = StoryObj<typeof meta>

export const Queued: Story = { args: { generation: samples.queued } }
export const Submitting: Story = { args: { generation: samples.submitting } }
export const Pending: Story = { args: { generation: samples.pending } }
export const Processing: Story = { args: { generation: samples.processing } }
export const Stale: Story = { args: { generation: samples.stale } }
export const Uncertain: Story = { args: { generation: samples.uncertain } }
export const Failed: Story = { args: { generation: samples.failed } }
export const Canceled: Story = { args: { generation: samples.canceled } }
export const Single: Story = { args: { generation: samples.single } }
export const Succeeded: Story = { args: { generation: samples.succeeded } }
export const Wide: Story = { args: { generation: samples.wide } }
export const Many: Story = { args: { generation: samples.many } }
export const Partial: Story = { args: { generation: samples.partial } }
export const Expired: Story = { args: { generation: samples.expired } }
export const SomeExpired: Story = { tags: ['looks'], args: { generation: samples.someExpired } }
export const FromReferences: Story = { args: { generation: samples.fromReferences } }
