import type { Meta, StoryObj } from '@storybook/react-vite'
import { inForm } from '../test/inForm.tsx'
import { PromptField } from './PromptField.tsx'

const meta: Meta<typeof PromptField> = { title: 'PromptField', component: PromptField, ...inForm }
export default meta
type Story = StoryObj<typeof PromptField>

export const Written: Story = { tags: ['looks'] }
export const Empty: Story = { parameters: { initial: { prompt: '' } } }
export const OwnLabel: Story = { args: { label: 'What should the poster show?' } }
export const TooLong: Story = { parameters: { initial: { prompt: 'a heron '.repeat(2000) } } }
