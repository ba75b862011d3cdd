import type { Meta, StoryObj } from '@storybook/react-vite'
import picture from '../test/picture.svg?no-inline'
import { PromptReferences } from './PromptReferences.tsx'
import { PromptForm } from './PromptForm.tsx'

const meta: Meta<typeof PromptReferences> = {
  title: 'PromptReferences',
  component: PromptReferences,
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
type Story = StoryObj<typeof PromptReferences>

const link = (name: string) => `${new URL(picture, location.href).href}?${name}`

export const None: Story = {}
export const One: Story = { parameters: { initial: { image_urls: [link('one')] } } }
export const Many: Story = {
  parameters: { initial: { image_urls: Array.from({ length: 16 }, (_, index) => link(String(index))) } },
}
export const Refused: Story = {
  tags: ['looks'],
  parameters: { initial: { image_urls: [link('one'), 'javascript:alert(1)'] } },
}
/** The field for a link. */
export const Link: Story = {
  play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { expanded: false })),
}
