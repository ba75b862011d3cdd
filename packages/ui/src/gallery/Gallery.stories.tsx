import { LimnError } from '@limn/core'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { samples } from '../test/samples.ts'
import { ErrorNotice } from '../error-notice/ErrorNotice.tsx'
import { ExampleWall } from './ExampleWall.tsx'
import { Gallery } from './Gallery.tsx'
import { GalleryItem } from './GalleryItem.tsx'

const meta = {
  title: 'Gallery',
  component: Gallery,
  args: { children: (generation, draft) => <GalleryItem generation={generation} draft={draft} /> },
} satisfies Meta<typeof Gallery>
export default meta
type Story = StoryObj<typeof meta>

export const Empty: Story = { args: { generations: [] } }
export const EmptyWithExamples: Story = { args: { generations: [], empty: <ExampleWall onChoose={() => {}} /> } }
export const EmptyWithError: Story = {
  args: { generations: [], empty: <ErrorNotice error={new LimnError('ledger_unavailable')} /> },
}
export const One: Story = { args: { generations: [samples.succeeded] } }
export const AtWork: Story = {
  args: { generations: [samples.queued, samples.submitting, samples.pending, samples.processing, samples.succeeded] },
}
export const EveryState: Story = { tags: ['looks'], args: { generations: Object.values(samples) } }
export const Many: Story = {
  args: {
    generations: Array.from({ length: 60 }, (_, index) => ({
      ...[samples.succeeded, samples.wide, samples.single][index % 3]!,
      key: `many-${index}`,
    })),
  },
}
