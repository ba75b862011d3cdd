import type { Meta, StoryObj } from '@storybook/react-vite'
import { inForm } from '../test/inForm.tsx'
import { PromptSubmit } from './PromptSubmit.tsx'

const meta: Meta<typeof PromptSubmit> = { title: 'PromptSubmit', component: PromptSubmit, ...inForm }
export default meta
type Story = StoryObj<typeof PromptSubmit>

export const Ready: Story = { tags: ['looks'] }
export const Blocked: Story = { parameters: { initial: { prompt: '' } } }
export const OwnWords: Story = { args: { children: ({ credits }) => `Draw it for ${credits}` } }
export const Dear: Story = { parameters: { initial: { prompt: 'Ten herons', n: 10 } } }
