import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { Activity, StrictMode, type ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Generation } from './index.ts'
import { DrawButton, RUNNING } from './test/DrawButton.tsx'
import { provide } from './test/provide.tsx'
import { installIndexedDB } from './test/storage.ts'
import { createWorld } from './test/world.ts'
import { useDraft } from './useDraft.ts'

installIndexedDB()
afterEach(cleanup)

type Wrap = (children: ReactNode) => ReactNode

describe.each(['around', 'inside'])('an Activity with the provider %s it', (place) => {
  it('goes on while it is hidden, and shows what came of it', async () => {
    const world = createWorld('limn', { duration: 500 })
    const settled = vi.fn<(generation: Generation) => void>()
    const around: Wrap = (children) => provide(world, children, { onSettled: settled })
    const page = (mode: 'visible' | 'hidden') => {
      const activity: Wrap = (children) => <Activity mode={mode}>{children}</Activity>
      return (
        <StrictMode>
          {place === 'around'
            ? around(activity(<DrawButton slot="hero" />))
            : activity(around(<DrawButton slot="hero" />))}
        </StrictMode>
      )
    }
    const view = render(page('visible'))
    await screen.findByText('nothing')
    fireEvent.click(screen.getByRole('button'))
    await screen.findByText(RUNNING)
    view.rerender(page('hidden'))
    expect(screen.queryByRole('status')).toBeNull()
    await waitFor(() => expect(settled).toHaveBeenCalledTimes(1))
    expect(settled.mock.calls[0]![0]).toMatchObject({ status: 'succeeded' })
    view.rerender(page('visible'))
    expect(await screen.findByRole('status')).toHaveTextContent('succeeded')
    expect(world.simulator.creates).toHaveLength(1)

    // Gone for good, it asks nothing more.
    fireEvent.click(screen.getByRole('button'))
    await screen.findByText(RUNNING)
    view.unmount()
    world.sent.length = 0
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(world.sent.filter((line) => line.startsWith('GET'))).toEqual([])
  })
})

it('a draft that is hidden while its person leaves is empty when another sees it', async () => {
  const world = createWorld('limn')
  const Field = () => <textarea {...useDraft().promptProps} />
  const page = (principal: string, mode: 'visible' | 'hidden') =>
    provide(
      world,
      <Activity mode={mode}>
        <Field />
      </Activity>,
      { principal },
    )
  const view = render(page('ann', 'visible'))
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'a secret fox' } })
  view.rerender(page('ann', 'hidden'))
  view.rerender(page('bea', 'hidden'))
  view.rerender(page('bea', 'visible'))
  expect(screen.getByRole('textbox')).toHaveValue('')
})
