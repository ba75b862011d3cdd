import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator } from '@limn/simulator'
import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
  useSuspenseQuery,
  type DehydratedState,
} from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { Component, StrictMode, Suspense, useState, version, type ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, it, vi } from 'vitest'
import { LimnDevtools } from './devtools.ts'
import { capabilitiesOptions, isLimnError, taskOptions, useBudget, useCapabilities, useLimn } from './index.ts'
import { DrawButton, RUNNING } from './test/DrawButton.tsx'
import { provide } from './test/provide.tsx'
import { installIndexedDB } from './test/storage.ts'
import { createWorld } from './test/world.ts'

installIndexedDB()
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

it('is tried on the React that the project is named after', () => {
  expect(version.startsWith(process.env.REACT ?? '19.')).toBe(true)
})

it('G15 what a server has prefetched is in its HTML and at once in the page, without a complaint of React', async () => {
  const world = createWorld('limn')
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: 'test', fetch: createSimulator().fetch }),
    ledger: memoryLedger(),
    authorize: () => null,
    limits: { sizes: ['1024x1024'], cap: { credits: 50, per: 'day' } },
  })
  const prefetching = new QueryClient()
  const client = proxy.as({ id: 'u1' })
  await prefetching.prefetchQuery(capabilitiesOptions(client))
  const state = JSON.parse(JSON.stringify(dehydrate(prefetching))) as DehydratedState
  await proxy.close()

  function Sizes() {
    const { source, sizes } = useCapabilities()
    return <p>{`${source}: ${sizes.join()}`}</p>
  }
  const app = () => (
    <StrictMode>
      {provide(
        world,
        <HydrationBoundary state={state}>
          <Sizes />
          <DrawButton slot="hero" />
          <LimnDevtools />
        </HydrationBoundary>,
      )}
    </StrictMode>
  )
  const html = renderToString(app())
  expect(html).toContain('proxy: 1024x1024')
  expect(html).toContain('not ready')
  expect(world.sent).toEqual([])

  const complained = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
  const onRecoverableError = vi.fn<(error: unknown) => void>()
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  const text = container.querySelector('p')!
  const seen: (string | null)[] = []
  new MutationObserver(() => seen.push(text.textContent)).observe(container, { subtree: true, characterData: true })
  const root = await act(async () => hydrateRoot(container, app(), { onRecoverableError }))
  await waitFor(() => expect(container).toHaveTextContent('nothing'))
  // The page's own proxy has answered by now, and offers more.
  await waitFor(() => expect(text.textContent).toMatch(/^proxy: .*1536x1024/))
  expect(seen.filter((shown) => shown?.startsWith('defaults'))).toEqual([])
  for (const spy of [...complained, onRecoverableError]) expect(spy).not.toHaveBeenCalled()
  act(() => root.unmount())
  container.remove()
})

class Boundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}
  static getDerivedStateFromError = (error: unknown) => ({ error })
  override render() {
    const { error } = this.state
    return error === undefined ? this.props.children : <p>{isLimnError(error) ? error.code : 'another error'}</p>
  }
}

it('suspends for the first look at a task alone, polls on, and throws what it cannot find', async () => {
  const world = createWorld('limn', { duration: 1500 })
  const fallen = vi.fn<() => void>()
  const Fallback = () => {
    fallen()
    return <p>loading</p>
  }
  function Status({ id }: { id: string }) {
    const { data } = useSuspenseQuery(taskOptions(useLimn().client, id))
    return <output>{data.status}</output>
  }
  function Page() {
    const limn = useLimn()
    const [id, setId] = useState<string>()
    const draw = async () => setId((await limn.generate({ prompt: 'a fox' }).submitted).taskId)
    return (
      <>
        <button type="button" onClick={() => void draw()}>
          Draw
        </button>
        <button type="button" onClick={() => setId('unknown')}>
          Lose
        </button>
        <Suspense fallback={<Fallback />}>{id !== undefined && <Status key={id} id={id} />}</Suspense>
      </>
    )
  }
  const hurtful = new QueryClient({ defaultOptions: { queries: { retry: 5, gcTime: 0, staleTime: Infinity } } })
  render(
    <QueryClientProvider client={hurtful}>
      {provide(world, <Boundary>{<Page />}</Boundary>, { queryClient: new QueryClient() })}
    </QueryClientProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Draw' }))
  await screen.findByText('loading')
  await screen.findByText(RUNNING)
  const before = fallen.mock.calls.length
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
  expect(fallen).toHaveBeenCalledTimes(before)

  vi.spyOn(console, 'error').mockImplementation(() => {})
  world.sent.length = 0
  fireEvent.click(screen.getByRole('button', { name: 'Lose' }))
  await screen.findByText('task_not_found')
  expect(world.sent).toEqual(['GET /tasks/unknown'])
})

it('C08 does what it does, whatever the host’s defaults are', async () => {
  // Longer than two equal clicks are one intent.
  const world = createWorld('limn', { duration: 1100 })
  world.simulator.balance = 1000
  const host = new QueryClient({
    defaultOptions: {
      mutations: { retry: 3, retryDelay: 1, networkMode: 'offlineFirst' },
      queries: {
        retry: 5,
        retryDelay: 1,
        networkMode: 'offlineFirst',
        staleTime: Infinity,
        gcTime: 0,
        refetchInterval: 10,
        refetchOnMount: false,
      },
    },
  })
  const Left = () => <p>{useBudget()?.remaining}</p>
  render(
    <QueryClientProvider client={host}>
      {provide(
        world,
        <>
          <DrawButton slot="hero" />
          <Left />
        </>,
      )}
    </QueryClientProvider>,
  )
  await screen.findByText('nothing')
  const read = (path: string) => world.sent.filter((line) => line === `GET ${path}`).length
  await waitFor(() => expect(read('/budget')).toBe(1))
  fireEvent.click(screen.getByRole('button'))
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
  // Asked anew after the create and after the end, and not by the host's clock.
  await waitFor(() => expect(read('/budget')).toBe(3))
  expect(read('/capabilities')).toBe(1)

  world.simulator.use({ on: 'create', do: { status: 500, execute: true } })
  fireEvent.click(screen.getByRole('button'))
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('uncertain'))
  expect(world.sent.filter((line) => line.startsWith('POST'))).toHaveLength(2)
  expect(world.simulator.creates).toHaveLength(2)
})

it.each(['limn', 'plain'] as const)(
  'goes on over a %s proxy when a hot reload mounts the provider anew',
  async (kind) => {
    const world = createWorld(kind, { duration: 800 })
    const page = (round: number) => <StrictMode key={round}>{provide(world, <DrawButton slot="hero" />)}</StrictMode>
    const view = render(page(1))
    await screen.findByText('nothing')
    fireEvent.click(screen.getByRole('button'))
    await screen.findByText(/^(pending|processing)$/)
    view.rerender(page(2))
    await screen.findByText(RUNNING)
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(world.simulator.creates).toHaveLength(1)
  },
)
