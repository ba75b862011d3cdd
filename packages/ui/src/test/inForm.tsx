import type { RequestFields } from '@limn/core'
import type { Meta } from '@storybook/react-vite'
import { PromptForm } from '../prompt-form/PromptForm.tsx'

/** A part's stories inside of a form whose draft is `parameters.initial`. */
export const inForm: Pick<Meta, 'parameters' | 'decorators'> = {
  parameters: { initial: { prompt: 'A heron, cut from one sheet of blue paper' } },
  decorators: [
    (Story, { parameters }) => (
      <PromptForm persist={false} initial={parameters.initial as RequestFields}>
        <Story />
      </PromptForm>
    ),
  ],
}
