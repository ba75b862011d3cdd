import type { Meta, StoryObj } from '@storybook/react-vite'
import { openLimn } from '../test/openLimn.ts'
import picture from '../test/picture.svg?no-inline'
import { samples } from '../test/samples.ts'
import { PromptForm } from './PromptForm.tsx'

const { prompt } = samples.succeeded.request
const reference = (name: string) => `${new URL(picture, location.href).href}?${name}`

const meta = {
  title: 'PromptForm',
  component: PromptForm,
  args: { persist: false, initial: { prompt } },
} satisfies Meta<typeof PromptForm>
export default meta
type Story = StoryObj<typeof meta>

const send: Story['play'] = async ({ canvas, userEvent }) =>
  userEvent.click(await canvas.findByRole('button', { name: /^(Generate|生成)/ }))

/** Blocked: it says what it waits for. */
export const Empty: Story = { args: { initial: {} } }
export const Written: Story = {}
export const Chosen: Story = {
  args: { initial: { prompt, n: 4, size: '3824x2160', quality: 'high', output_format: 'webp' } },
}
export const LongText: Story = { args: { initial: { prompt: samples.longText.request.prompt } } }
export const TooLong: Story = { args: { initial: { prompt: 'a heron '.repeat(5000) } } }
export const Arabic: Story = { args: { initial: { prompt: samples.arabic.request.prompt } } }
/** Sent, and no answer yet. */
export const Submitting: Story = {
  loaders: [
    () => {
      const { limn, simulator } = openLimn()
      simulator.use({ on: 'create', do: { delay: 600_000 } })
      return { limn }
    },
  ],
  play: send,
}
/** The words stay, the reason stands at the field. */
export const Refused: Story = {
  tags: ['looks'],
  loaders: [
    () => {
      const { limn, simulator } = openLimn()
      const { code, message } = { code: 'words_declined', message: 'The prompt names a person.' }
      const error = { message, type: 'invalid_request_error', param: 'prompt', code }
      simulator.use({ on: 'create', do: { status: 400, body: { error } } })
      return { limn }
    },
  ],
  play: async (context) => {
    await send(context)
    await context.canvas.findByText(/The service refused|服务拒绝/)
  },
}
export const OutOfCredits: Story = {
  loaders: [() => ({ limn: openLimn({ balance: 0 }).limn })],
  play: async (context) => {
    await send(context)
    await context.canvas.findByText(/credits|积分/, { selector: 'strong' })
  },
}
/** An app's own way to a better sentence. */
export const Enhanced: Story = { args: { enhancePrompt: async (text) => `${text}, at dawn, long lens` } }
export const NearTheLimit: Story = { args: { initial: { prompt: 'a heron '.repeat(999) } } }
export const ReferenceRefused: Story = { args: { initial: { prompt, image_urls: ['javascript:alert(1)'] } } }
export const WithReferences: Story = {
  args: { initial: { prompt, image_urls: ['fox', 'heron', 'moth'].map(reference) } },
}
/** A proxy that offers one size, one format and one picture. */
export const NothingToChoose: Story = {
  loaders: [() => ({ limn: openLimn({}, { sizes: ['1024x1024'], formats: ['png'], qualities: ['high'], n: 1 }).limn })],
}
