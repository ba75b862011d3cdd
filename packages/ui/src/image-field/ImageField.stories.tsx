import { SCENARIOS, type Fault } from '@limn/simulator'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { openLimn } from '../test/openLimn.ts'
import picture from '../test/picture.svg?no-inline'
import { ImageField } from './ImageField.tsx'

const meta = {
  title: 'ImageField',
  component: ImageField,
  args: { slot: 'cover', label: 'Cover picture' },
} satisfies Meta<typeof ImageField>
export default meta
type Story = StoryObj<typeof meta>

const url = new URL(picture, location.href).href
const request = { prompt: 'A heron, cut from one sheet of blue paper', n: 2 }

/** limn with one generation in the field's place, by what the service does. */
const after =
  (until: 'submitted' | 'outcome', ...faults: readonly Fault[]) =>
  async () => {
    const { limn, simulator } = openLimn()
    simulator.use(...faults)
    await limn.generate(request, { slot: 'cover' })[until]
    return { limn }
  }

export const Empty: Story = {}
export const WithAPrompt: Story = { args: { request } }
export const Chosen: Story = { tags: ['looks'], args: { defaultValue: url } }
export const Disabled: Story = { args: { defaultValue: url, disabled: true } }
export const LongLabel: Story = { args: { label: 'A cover picture for the chapter. '.repeat(8) } }
export const AtWork: Story = {
  args: { request },
  loaders: [after('submitted', { on: 'create', do: { queue: 600_000 } })],
}
export const Choosing: Story = {
  args: { request },
  loaders: [after('outcome', { on: 'create', do: { data: [{ url }, { url: `${url}?2` }] } })],
}
export const Failed: Story = { args: { request }, loaders: [after('outcome', ...SCENARIOS.fails)] }
export const Uncertain: Story = { args: { request }, loaders: [after('outcome', ...SCENARIOS.uncertain)] }
