import type { Meta, StoryObj } from '@storybook/react-vite'
import { LimnError } from '@limn/core'
import { inForm } from '../test/inForm.tsx'
import { openLimn } from '../test/openLimn.ts'
import picture from '../test/picture.svg?no-inline'
import { PromptReferences } from './PromptReferences.tsx'

const meta: Meta<typeof PromptReferences> = { title: 'PromptReferences', component: PromptReferences, ...inForm }
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

const dot = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
)
/** Picks files, once the tray has heard that they are taken. */
const pick =
  (...files: File[]): NonNullable<Story['play']> =>
  async ({ canvas, canvasElement, userEvent }) => {
    await canvas.findByRole('button', { name: /(pick|选择)/ })
    await userEvent.upload(canvasElement.querySelector<HTMLInputElement>('input[type=file]')!, files)
  }
const fox = new File([dot], 'a fox with a long name, as cameras give them, 2026-11-25.png', { type: 'image/png' })
const uploading = (uploadReference: NonNullable<Parameters<typeof openLimn>[2]>['uploadReference']) => [
  () => ({ limn: openLimn({}, {}, { uploadReference }).limn }),
]

export const Uploading: Story = {
  loaders: uploading((_file, { onProgress }) => {
    onProgress(0.4)
    return new Promise(() => {})
  }),
  play: pick(fox),
}
export const UploadBroken: Story = {
  loaders: uploading(() => Promise.reject(new LimnError('network'))),
  play: pick(fox),
}
export const NoPicture: Story = {
  loaders: uploading(() => new Promise(() => {})),
  play: pick(fox, new File(['words'], '<b>notes</b>.png', { type: 'image/png' })),
}
