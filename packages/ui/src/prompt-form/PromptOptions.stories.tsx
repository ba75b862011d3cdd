import type { Meta, StoryObj } from '@storybook/react-vite'
import { inForm } from '../test/inForm.tsx'
import { PromptOptions } from './PromptOptions.tsx'

const meta: Meta<typeof PromptOptions> = { title: 'PromptOptions', component: PromptOptions, ...inForm }
export default meta
type Story = StoryObj<typeof PromptOptions>

export const Idle: Story = {}
export const Chosen: Story = {
  parameters: { initial: { prompt: 'a heron', size: '2160x3824', n: 4, quality: 'high', output_format: 'webp' } },
}
/** The popover of what is chosen seldom. */
export const Open: Story = {
  tags: ['looks'],
  play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: /^(More|更多)/ })),
}
/** What the proxy does not offer is said at the options. */
export const NotOffered: Story = { parameters: { initial: { prompt: 'a heron', size: '512x512' } } }
