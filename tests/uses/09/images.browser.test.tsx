import { LimnProvider } from '@limn/react'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator, SCENARIOS } from '@limn/simulator'
import { toMswHandlers } from '@limn/simulator/msw'
import { setupWorker } from 'msw/browser'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import { Fox } from '../02/Studio.tsx'

const simulator = createSimulator({ duration: 40_000 })
const proxy = createProxy({
  upstream: gptImage2({ apiKey: 'test', fetch: simulator.fetch }),
  ledger: memoryLedger(),
  authorize: () => ({ id: 'u1' }),
  // A browser has no NODE_ENV: what does not say that it is a test is production.
  secret: 'a secret of the tests, long enough to be one',
  // An `<img>` waits for no worker of a test.
  images: false,
})
const worker = setupWorker(...toMswHandlers(proxy))

beforeAll(() => worker.start({ quiet: true }))
beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(async () => {
  await cleanup()
  simulator.reset()
  vi.useRealTimers()
})
afterAll(() => worker.stop())

async function draw() {
  const page = await render(
    <LimnProvider journal="memory">
      <Fox />
    </LimnProvider>,
  )
  await page.getByRole('button', { name: 'Draw' }).click()
  // Timers are faked, answers are not: they come when they come.
  await vi.waitFor(() =>
    expect(simulator.creates.length + page.getByRole('alert').elements().length).toBeGreaterThan(0),
  )
  return page
}

it('shows the pictures', async () => {
  const page = await draw()
  await vi.waitFor(() => expect(page.getByText(/pending|processing/).elements()).toHaveLength(1))
  await vi.advanceTimersByTimeAsync(60_000)
  await vi.waitFor(() => expect(page.getByRole('img', { name: 'A fox in snow' }).elements()).toHaveLength(2))
})

it('says that the credits are gone', async () => {
  simulator.balance = 10
  const page = await draw()
  expect(page.getByRole('alert').element().textContent).toMatch(/credits/)
  expect(simulator.creates).toHaveLength(0)
})

it('never charges twice when the answer is lost', async () => {
  simulator.use(...SCENARIOS.uncertain)
  const page = await draw()
  await expect.element(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: 'Draw' }).click()
  expect(simulator.creates).toHaveLength(1)
})
