import type { Meta, StoryObj } from '@storybook/react-vite'
import { SCENARIOS, type Fault } from '@limn/simulator'
import { openLimn } from '../test/openLimn.ts'
import picture from '../test/picture.svg?no-inline'
import { ImageStudio } from './ImageStudio.tsx'

const meta = { title: 'ImageStudio', component: ImageStudio, args: { persist: false } } satisfies Meta<
  typeof ImageStudio
>
export default meta
type Story = StoryObj<typeof meta>

const PICTURE = { on: 'create', do: { data: [{ url: new URL(picture, location.href).href }] } } as const

/** limn after a day's work: what came, what failed, what was lost, and one in the making. */
async function workedLimn() {
  const { limn, simulator } = openLimn()
  const ask = async (prompt: string, ...faults: readonly Fault[]) => {
    simulator.use(...faults)
    await limn.generate({ prompt }).outcome
  }
  await ask('A heron, cut from one sheet of blue paper', PICTURE)
  await ask('A poster for a night train', ...SCENARIOS.fails)
  await ask('Eight teapots, catalogue page', ...SCENARIOS.uncertain)
  simulator.use({ on: 'create', do: { queue: 600_000 } })
  await limn.generate({ prompt: 'The ferry leaving without its reflection', n: 2, size: '1536x1024' }).submitted
  return { limn }
}

export const Empty: Story = {}
export const AtWork: Story = { tags: ['looks'], loaders: [workedLimn] }
export const OwnExamples: Story = { args: { examples: ['A poster for a night train', 'Eight teapots'] } }
/** Nobody answers: the kit works with what the API page says. */
export const NoProxy: Story = { args: { endpoint: '/nothing-here' } }
