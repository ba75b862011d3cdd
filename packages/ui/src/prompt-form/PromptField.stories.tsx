import type { Meta, StoryObj } from '@storybook/react-vite'
import { PromptField } from './PromptField.tsx'
import { PromptForm } from './PromptForm.tsx'

const meta: Meta<typeof PromptField> = {
  title: 'PromptField',
  component: PromptField,
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
type Story = StoryObj<typeof PromptField>

export const Written: Story = { tags: ['looks'] }
export const Empty: Story = { parameters: { initial: { prompt: '' } } }
export const OwnLabel: Story = { args: { label: 'What should the poster show?' } }
export const TooLong: Story = { parameters: { initial: { prompt: 'a heron '.repeat(2000) } } }
