import type { Meta, StoryObj } from '@storybook/react-vite'
import { PromptSubmit } from './PromptSubmit.tsx'
import { PromptForm } from './PromptForm.tsx'

const meta: Meta<typeof PromptSubmit> = {
  title: 'PromptSubmit',
  component: PromptSubmit,
  parameters: { initial: { prompt: 'A heron, cut from one sheet of blue paper' } },
  decorators: [
    (Story, { parameters }) => (
      <PromptForm persist={false} initial={parameters.initial}>
        <Story />
      </PromptForm>
    ),
  ],
}
export default meta
type Story = StoryObj<typeof PromptSubmit>

export const Ready: Story = { tags: ['looks'] }
export const Blocked: Story = { parameters: { initial: { prompt: '' } } }
export const OwnWords: Story = { args: { children: ({ credits }) => `Draw it for ${credits}` } }
export const Dear: Story = { parameters: { initial: { prompt: 'Ten herons', n: 10 } } }
