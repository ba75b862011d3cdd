import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
  type DehydratedState,
} from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient, taskListOptions, useGenerations, useLimn, type GenerationFilter } from './index.ts'
import { provide } from './test/provide.tsx'
import { installIndexedDB } from './test/storage.ts'
import { createWorld, type World } from './test/world.ts'

installIndexedDB()
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function Feed({ filter }: { filter?: GenerationFilter }) {
  const { generations, ready, hasMore, loadMore, error } = useGenerations(filter)
  const { actions } = useLimn()
  return (
    <>
      <ol aria-busy={!ready}>
        {generations.map((generation) => (
          <li key={generation.key} aria-label={generation.request.prompt}>
            {generation.status}
            {actions(generation).dismiss && (
              <button type="button" onClick={actions(generation).dismiss}>
                Dismiss
              </button>
            )}
          </li>
        ))}
      </ol>
      {hasMore && (
        <button type="button" onClick={loadMore}>
          Older
        </button>
      )}
      {error && <p role="alert">{error.code}</p>}
    </>
  )
}

/** Draws on another device of the same person: one with a journal of its own. */
async function drawElsewhere(world: World, ...prompts: readonly string[]) {
  const elsewhere = world.page({ journal: 'memory' })
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that their order is known
  for (const prompt of prompts) await elsewhere.generate({ prompt }).submitted
  return elsewhere
}

/** Pages that are asked for from now on, by their cursors. */
function watchLists(world: World) {
  const asked: (string | null)[] = []
  world.intercept = (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname.endsWith('/tasks') && !searchParams.has('ids')) asked.push(searchParams.get('cursor'))
    return undefined
  }
  return asked
}

const prompts = () => screen.getAllByRole('listitem').map((row) => row.getAttribute('aria-label'))
const isReady = () => waitFor(() => expect(screen.getByRole('list')).toHaveAttribute('aria-busy', 'false'))

describe('where the proxy lists', () => {
  it('shows what another device began, watches it to its end, and lets it be dismissed for good', async () => {
    const world = createWorld('limn', { duration: 600 })
    await drawElsewhere(world, 'a fox')
    const view = render(provide(world, <Feed />))
    const row = await screen.findByRole('listitem', { name: 'a fox' })
    expect(row).toHaveTextContent('ing')
    await waitFor(() => expect(row).toHaveTextContent('succeeded'))
    fireEvent.click(within(row).getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByRole('listitem')).toBeNull()

    view.unmount()
    const asked = watchLists(world)
    render(provide(world, <Feed />))
    await isReady()
    await waitFor(() => expect(asked).toEqual([null]))
    await world.page().client.listTasks()
    expect(screen.queryByRole('listitem')).toBeNull()
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('puts both in one order, each once, and keeps to the filter', async () => {
    const world = createWorld('limn')
    const elsewhere = await drawElsewhere(world, 'a fox', 'a hare')
    const own = world.page()
    const { key, outcome } = own.generate({ prompt: 'a lynx' }, { slot: 'hero' })
    await outcome
    await Promise.all(elsewhere.list().map((generation) => elsewhere.outcome(generation.key)))
    const view = render(provide(world, <Feed />))
    await waitFor(() => expect(prompts()).toEqual(['a lynx', 'a hare', 'a fox']))
    view.rerender(provide(world, <Feed filter={{ slot: 'hero' }} />))
    await waitFor(() => expect(prompts()).toEqual(['a lynx']))
    view.rerender(provide(world, <Feed filter={{ live: true }} />))
    await waitFor(() => expect(screen.queryByRole('listitem')).toBeNull())
    expect(own.find(key)?.status).toBe('succeeded')
  })

  it('shows at once what a server has prefetched, and asks for older ones when told to', async () => {
    const world = createWorld('limn')
    world.simulator.balance = 10_000
    await drawElsewhere(world, ...Array.from({ length: 51 }, (_, index) => `picture ${index}`))
    const prefetching = new QueryClient()
    await prefetching.prefetchInfiniteQuery(taskListOptions(createClient({ endpoint: world.path, fetch: world.fetch })))
    const state = JSON.parse(JSON.stringify(dehydrate(prefetching))) as DehydratedState
    const app = () =>
      provide(
        world,
        <HydrationBoundary state={state}>
          <Feed />
        </HydrationBoundary>,
      )
    const asked = watchLists(world)
    const html = renderToString(app())
    expect(html).toContain('picture 50')

    const complained = vi.spyOn(console, 'error')
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = html
    const root = await act(async () => hydrateRoot(container, app()))
    expect(prompts()).toHaveLength(50)
    await isReady()
    expect(prompts()).toHaveLength(50)
    expect(asked).toEqual([])
    fireEvent.click(screen.getByRole('button', { name: 'Older' }))
    await screen.findByRole('listitem', { name: 'picture 0' })
    expect(prompts()).toEqual(Array.from({ length: 51 }, (_, index) => `picture ${50 - index}`))
    expect(asked).toEqual([expect.any(String)])
    expect(screen.queryByRole('button', { name: 'Older' })).toBeNull()
    expect(complained).not.toHaveBeenCalled()
    act(() => root.unmount())
    container.remove()
  })

  it('shows the next person nothing of what was listed for the last', async () => {
    const world = createWorld('limn')
    await drawElsewhere(world, 'a fox')
    const host = new QueryClient()
    const page = (principal: string) => (
      <QueryClientProvider client={host}>{provide(world, <Feed />, { principal })}</QueryClientProvider>
    )
    const view = render(page('ada'))
    await screen.findByRole('listitem', { name: 'a fox' })
    // Signed in as somebody who has drawn nothing.
    world.intercept = (request) =>
      new URL(request.url).pathname.endsWith('/tasks')
        ? Response.json({ object: 'list', data: [], next_cursor: null }, { headers: { 'limn-ledger': 'memory' } })
        : undefined
    view.rerender(page('bob'))
    expect(screen.queryByRole('listitem')).toBeNull()
    await isReady()
    await waitFor(() => expect(host.isFetching()).toBe(0))
    expect(screen.queryByRole('listitem')).toBeNull()
  })

  it('says why a list does not come, and shows its own all the same', async () => {
    const world = createWorld('limn')
    await world.page().generate({ prompt: 'a fox' }).outcome
    world.intercept = (request) =>
      new URL(request.url).pathname.endsWith('/tasks')
        ? new Response('<h1>Bad gateway</h1>', { status: 502 })
        : undefined
    render(provide(world, <Feed />))
    expect(await screen.findByRole('alert')).not.toBeEmptyDOMElement()
    expect(prompts()).toEqual(['a fox'])
  })
})

it('a plain proxy is asked for no list', async () => {
  const world = createWorld('plain')
  render(provide(world, <Feed />))
  await isReady()
  expect(world.sent).toEqual(['GET /capabilities'])
})
