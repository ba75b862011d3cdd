import { LimnProvider } from '@limn/react'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator, SCENARIOS } from '@limn/simulator'
import { toMswHandlers } from '@limn/simulator/msw'
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { Fox } from '../02/Studio.tsx'

const simulator = createSimulator({ duration: 40_000 })
// Own backend? Pass `simulator` itself: it answers as a plain pass-through proxy.
const proxy = createProxy({
  upstream: gptImage2({ apiKey: 'test', fetch: simulator.fetch }),
  ledger: memoryLedger(),
  authorize: () => ({ id: 'u1' }),
})
const server = setupServer(...toMswHandlers(proxy))

beforeAll(() => server.listen())
beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(() => {
  cleanup()
  simulator.reset()
  vi.useRealTimers()
})
afterAll(() => server.close())

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
async function draw() {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  render(
    <LimnProvider journal="memory">
      <Fox />
    </LimnProvider>,
  )
  await user.click(screen.getByRole('button', { name: 'Draw' }))
  // Timers are faked, answers are not: they come when they come.
  await vi.waitFor(() => expect(screen.queryByText(/submitting/)).toBeNull())
  return user
}

it('shows the pictures', async () => {
  await draw()
  await later(60_000)
  expect(await screen.findAllByRole('img', { name: 'A fox in snow' })).toHaveLength(2)
})
it('says why it failed', async () => {
  simulator.use(...SCENARIOS.fails)
  await draw()
  await later(60_000)
  expect(await screen.findByRole('alert')).toBeVisible()
})
it('says that the credits are gone', async () => {
  simulator.balance = 10
  await draw()
  expect((await screen.findByRole('alert')).textContent).toMatch(/credits/)
  expect(simulator.creates).toHaveLength(0)
})
it('never charges twice when the answer is lost', async () => {
  simulator.use(...SCENARIOS.uncertain)
  const user = await draw()
  await screen.findByRole('alert')
  await user.click(screen.getByRole('button', { name: 'Draw' }))
  expect(simulator.creates).toHaveLength(1)
})
