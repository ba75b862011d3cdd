import type { Meta, StoryObj } from '@storybook/react-vite'
import { samples } from '../test/samples.ts'
import { GenerationTray } from './GenerationTray.tsx'

const meta = { title: 'GenerationTray', component: GenerationTray } satisfies Meta<typeof GenerationTray>
export default meta
type Story = StoryObj<typeof meta>

/** The list open, and there. */
const open: NonNullable<Story['play']> = async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button'))
  await canvas.findByRole('list')
}

const queued = Array.from({ length: 4 }, (_, index) => ({ ...samples.queued, key: `queued-${index}` }))
const { submitting, pending, processing, succeeded, stale, detached, uncertain, needsAuth, longText, chinese } = samples

export const Nothing: Story = { args: { generations: [succeeded] } }
export const NothingOpen: Story = { args: { generations: [succeeded] }, play: open }
export const One: Story = { args: { generations: [processing] }, play: open }
export const Queued: Story = { args: { generations: queued }, play: open }
export const AtWork: Story = {
  tags: ['looks'],
  args: { generations: [...queued, submitting, pending, processing, succeeded] },
  play: open,
}
export const WaitsForYou: Story = { args: { generations: [processing, uncertain, needsAuth, stale] }, play: open }
export const Notify: Story = { args: { generations: [processing], notify: true }, play: open }
export const StoppedWaiting: Story = { args: { generations: [detached] }, play: open }
export const Words: Story = {
  args: {
    generations: [
      { ...processing, request: longText.request },
      { ...pending, request: chinese.request },
      { ...submitting, request: { ...submitting.request, prompt: '' } },
    ],
  },
  play: open,
}
export const Closed: Story = { args: { generations: [pending, processing] } }
