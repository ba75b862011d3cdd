import { useGenerations } from '@limn/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { busyFor } from '../test/busyFor.ts'
import { samples } from '../test/samples.ts'
import { setOnline } from '../test/setOnline.ts'
import { GenerationStatus } from './GenerationStatus.tsx'

const meta = { title: 'GenerationStatus', component: GenerationStatus } satisfies Meta<typeof GenerationStatus>
export default meta
type Story = StoryObj<typeof meta>

const Newest = () => <GenerationStatus generation={useGenerations().generations[0]} />

export const Queued: Story = { args: { generation: samples.queued } }
export const Submitting: Story = { args: { generation: samples.submitting } }
export const Pending: Story = { args: { generation: samples.pending } }
export const Processing: Story = { args: { generation: samples.processing } }
export const Succeeded: Story = { args: { generation: samples.succeeded } }
export const Partial: Story = { args: { generation: samples.partial } }
export const Expired: Story = { args: { generation: samples.expired } }
export const Failed: Story = { args: { generation: samples.failed } }
export const Moderated: Story = { args: { generation: samples.moderated } }
export const Refused: Story = { args: { generation: samples.refused } }
export const OutOfCredits: Story = { args: { generation: samples.outOfCredits } }
export const RateLimited: Story = { args: { generation: samples.rateLimited } }
export const TurnedAway: Story = {
  args: { generation: samples.submitting },
  loaders: [
    () => {
      const limn = busyFor(100)
      limn.generate(samples.submitting.request)
      return { limn }
    },
  ],
  render: () => <Newest />,
  play: async ({ canvas }) => {
    await canvas.findByText(/(Sent again in|秒后自动重新提交)/)
  },
}
export const Canceled: Story = { args: { generation: samples.canceled } }
export const Uncertain: Story = { tags: ['looks'], args: { generation: samples.uncertain } }
export const Confirming: Story = { args: { generation: samples.confirming } }
export const NeedsAuth: Story = { args: { generation: samples.needsAuth } }
export const Offline: Story = { args: { generation: samples.processing }, beforeEach: () => setOnline(false) }
export const Stale: Story = { args: { generation: samples.stale } }
export const Detached: Story = { args: { generation: samples.detached } }
export const LongText: Story = { args: { generation: samples.longText } }
