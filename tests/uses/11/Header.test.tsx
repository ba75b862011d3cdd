import { LimnProvider, useImageGeneration } from '@limn/react'
import { memoryLedger } from '@limn/server'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { serveProxy } from '../serveProxy.ts'
import { Header, OwnHeader } from './Header.tsx'
import { proxyOf, type User } from './limits.ts'

afterEach(cleanup)

function Draw() {
  const { generate } = useImageGeneration()
  return (
    <button type="button" onClick={() => generate({ prompt: 'a fox', n: 4 })}>
      Draw
    </button>
  )
}

it('both headers follow what is spent, and offer more when it is too little', async () => {
  const ann: User = { id: 'ann', email: 'a@example.com', plan: 'pro', creditsBought: 45 }
  const { endpoint } = await serveProxy(
    (upstream) => proxyOf({ upstream, ledger: memoryLedger(), users: { fromCookie: async () => ann } }),
    { duration: 100 },
  )
  render(
    <LimnProvider endpoint={endpoint} journal="memory">
      <Header />
      <OwnHeader />
      <Draw />
    </LimnProvider>,
  )
  const credits = screen.getByRole('status')
  await waitFor(() => expect(credits).toHaveTextContent('45 of 45 credits left'))
  expect(screen.getByText('0 running · 45 credits left')).toBeVisible()
  expect(screen.queryByRole('link')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Draw' }))
  await waitFor(() => expect(credits.textContent).toMatch(/^5 of 45 credits left/))
  expect(screen.getByRole('link', { name: 'Get more' })).toBeVisible()
  await waitFor(() => expect(screen.getByText('0 running · 5 credits left')).toBeVisible(), { timeout: 10_000 })
})
