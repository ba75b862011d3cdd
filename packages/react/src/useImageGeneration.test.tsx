import { QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode, useState } from 'react'
import { renderToString } from 'react-dom/server'
import { hydrateRoot } from 'react-dom/client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  generateOptions,
  taskOptions,
  useCapabilities,
  useGeneration,
  useGenerations,
  useImageGeneration,
  useLimn,
  useTiming,
  type Generation,
} from './index.ts'
import { DrawButton } from './test/DrawButton.tsx'
import { provide } from './test/provide.tsx'
import { installIndexedDB } from './test/storage.ts'
import { createWorld, type Kind } from './test/world.ts'

installIndexedDB()
afterEach(cleanup)
const KINDS: readonly Kind[] = ['limn', 'plain']

describe.each(KINDS)('a bare button over a %s proxy', (kind) => {
  it('C06 makes one create of a double click, and of two clicks in one tick', async () => {
    const world = createWorld(kind)
    render(provide(world, <DrawButton />))
    const button = screen.getByRole('button')
    button.click()
    button.click()
    await userEvent.dblClick(button)
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('C07 creates nothing by mounting, five times, in StrictMode', async () => {
    const world = createWorld(kind)
    function Host() {
      const [round, next] = useState(0)
      return (
        <>
          <button type="button" onClick={() => next(round + 1)}>
            Next
          </button>
          <DrawButton key={round} slot="hero" />
        </>
      )
    }
    render(<StrictMode>{provide(world, <Host />)}</StrictMode>)
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('nothing'))
    for (let round = 0; round < 5; round += 1) fireEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(world.sent).toEqual(['GET /capabilities'])
    fireEvent.click(screen.getByRole('button', { name: 'Draw' }))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('G04, G18 goes on in the provider when the component is gone, and is there on return', async () => {
    const world = createWorld(kind, { duration: 300 })
    const Gallery = () => useGenerations().generations.map(({ key, status }) => <p key={key}>{status}</p>)
    const view = render(provide(world, <DrawButton slot="hero" />))
    fireEvent.click(screen.getByRole('button', { name: 'Draw' }))
    view.rerender(provide(world, <Gallery />))
    await screen.findByText('succeeded', {}, { timeout: 3000 })
    view.rerender(provide(world, <DrawButton slot="hero" />))
    expect(screen.getByRole('status')).toHaveTextContent('succeeded')
    expect(world.simulator.creates).toHaveLength(1)
  })
})

describe('useImageGeneration', () => {
  it('without a slot, shows only what this component started since it mounted', async () => {
    const world = createWorld('limn')
    const view = render(provide(world, <DrawButton key="a" />))
    fireEvent.click(screen.getByRole('button'))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    view.rerender(provide(world, <DrawButton key="b" />))
    expect(screen.getByRole('status')).toHaveTextContent('nothing')
  })

  it('calls onSettled for what settles before its eyes, not for what it finds', async () => {
    const world = createWorld('limn')
    const settled = vi.fn<(generation: Generation) => void>()
    const view = render(provide(world, <DrawButton slot="hero" onSettled={settled} />))
    fireEvent.click(screen.getByRole('button'))
    await waitFor(() => expect(settled).toHaveBeenCalledTimes(1))
    view.unmount()
    render(provide(world, <DrawButton slot="hero" onSettled={settled} />))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(settled).toHaveBeenCalledTimes(1)
  })

  it('refuses to generate while rendering', () => {
    const world = createWorld('limn')
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
    function Wrong() {
      useImageGeneration().generate({ prompt: 'a fox' })
      return null
    }
    expect(() => render(provide(world, <Wrong />))).toThrow(/rendering/)
    silent.mockRestore()
  })

  it('G15 asks nothing on a server, and hydrates without a warning', async () => {
    const world = createWorld('limn')
    const app = provide(world, <DrawButton slot="hero" />)
    const html = renderToString(app)
    expect(html).toContain('not ready')
    expect(world.sent).toEqual([])
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = html
    const warned = vi.spyOn(console, 'error')
    const problems: unknown[] = []
    const root = hydrateRoot(container, app, { onRecoverableError: (error) => problems.push(error) })
    await waitFor(() => expect(container).toHaveTextContent('nothing'))
    expect(warned).not.toHaveBeenCalled()
    expect(problems).toEqual([])
    root.unmount()
    container.remove()
  })

  it('says what is missing without a provider', () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(() => render(<DrawButton />)).toThrow(/LimnProvider/)
    silent.mockRestore()
  })
})

describe('the other hooks', () => {
  it('follow a retry, tell the proxy’s offers, and count the time', async () => {
    const world = createWorld('limn')
    world.simulator.balance = 0
    function Panel() {
      const limn = useLimn()
      const [key, setKey] = useState<string>()
      const generation = useGeneration(key)
      const { source } = useCapabilities()
      return (
        <>
          <p>{source}</p>
          <button type="button" onClick={() => setKey(limn.generate({ prompt: 'a fox' }).key)}>
            Draw
          </button>
          {generation && <output>{generation.status}</output>}
          {generation && <Time generation={generation} />}
          {generation && limn.actions(generation).retry && (
            <button type="button" onClick={() => limn.actions(generation).retry?.()}>
              Retry
            </button>
          )}
        </>
      )
    }
    const Time = ({ generation }: { generation: Generation }) => {
      const { elapsed, usual } = useTiming(generation)
      return <p>{`${elapsed >= 0 && elapsed < 5000 ? 'some time' : elapsed}, usually ${usual}`}</p>
    }
    render(provide(world, <Panel />))
    await screen.findByText('proxy')
    fireEvent.click(screen.getByRole('button', { name: 'Draw' }))
    const retry = await screen.findByRole('button', { name: 'Retry' })
    world.simulator.balance = 100
    fireEvent.click(retry)
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(screen.getByText('some time, usually undefined')).toBeInTheDocument()
  })

  it('options factories work with React Query’s own hooks, and share the provider’s look at a task', async () => {
    const world = createWorld('limn', { duration: 200 })
    function Panel() {
      const limn = useLimn()
      const draw = useMutation(generateOptions(limn, { slot: 'a' }))
      const task = useQuery(taskOptions(limn.client, draw.data?.taskId))
      return (
        <>
          <button type="button" onClick={() => draw.mutate({ prompt: 'a fox' })}>
            Draw
          </button>
          <output>{task.data?.status}</output>
          <p>{draw.error?.code}</p>
        </>
      )
    }
    const queryClient = new QueryClient({ defaultOptions: { queries: { retry: 5 }, mutations: { retry: 3 } } })
    render(<QueryClientProvider client={queryClient}>{provide(world, <Panel />)}</QueryClientProvider>)
    fireEvent.click(screen.getByRole('button'))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'), { timeout: 3000 })
    world.simulator.use({ on: 'create', do: { cut: 'after' } })
    fireEvent.click(screen.getByRole('button'))
    await screen.findByText('outcome_unknown')
    expect(world.simulator.creates).toHaveLength(2)
  })

  it('another principal sees nothing of the first', async () => {
    const world = createWorld('limn')
    const view = render(provide(world, <DrawButton slot="hero" />, { principal: 'ada' }))
    fireEvent.click(screen.getByRole('button'))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    view.rerender(provide(world, <DrawButton slot="hero" />, { principal: 'bob' }))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('nothing'))
    view.rerender(provide(world, <DrawButton slot="hero" />, { principal: 'ada' }))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
  })
})
