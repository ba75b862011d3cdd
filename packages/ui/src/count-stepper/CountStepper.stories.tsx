import type { Meta, StoryObj } from '@storybook/react-vite'
import { CountStepper } from './CountStepper.tsx'

const meta = { title: 'CountStepper', component: CountStepper } satisfies Meta<typeof CountStepper>
export default meta
type Story = StoryObj<typeof meta>

export const One: Story = {}
export const Several: Story = { tags: ['looks'], args: { defaultValue: 4 } }
export const Most: Story = { args: { defaultValue: 10 } }
export const OnlyOne: Story = { args: { max: 1 } }
