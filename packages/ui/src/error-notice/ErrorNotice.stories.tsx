import { ERRORS, LimnError, type ErrorCode } from '@limn/core'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { ErrorNotice } from './ErrorNotice.tsx'

const meta = { title: 'ErrorNotice', component: ErrorNotice } satisfies Meta<typeof ErrorNotice>
export default meta
type Story = StoryObj<typeof meta>

export const Refused: Story = {
  args: {
    error: new LimnError('upstream_refused', 'refused', {
      upstream: { code: 'words_declined', message: 'The prompt names a person who asked not to be drawn.' },
      requestId: 'req_0d9f6f0c2c1b4a',
    }),
  },
}

export const WithAnAction: Story = {
  args: {
    error: new LimnError('network'),
    children: (
      <button className="limn-button" type="button">
        Try again
      </button>
    ),
  },
}

export const LongDetails: Story = {
  args: {
    error: new LimnError('upstream_refused', 'refused', { upstream: { message: 'unbroken'.repeat(400) } }),
  },
  play: ({ canvas, userEvent }) => userEvent.click(canvas.getByText(/^(Details|详情)$/)),
}

/** Each code there is: title, advice, and whether it was charged. */
export const EveryCode: Story = {
  tags: ['looks'],
  args: Refused.args,
  render: () => (
    <div style={{ display: 'grid', gap: 20, gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 340px), 1fr))' }}>
      {Object.keys(ERRORS).map((code) => (
        <ErrorNotice key={code} error={new LimnError(code as ErrorCode)} />
      ))}
    </div>
  ),
}
