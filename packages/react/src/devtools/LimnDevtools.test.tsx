import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LimnDevtools, limnDevtoolsPlugin } from '../devtools.ts'
import { createLimn, LimnProvider, useImageGeneration } from '../index.ts'
import { installIndexedDB } from '../test/storage.ts'
import { createWorld, type World } from '../test/world.ts'

installIndexedDB()
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function Fox({ prompt = 'a fox' }: { prompt?: string }) {
  const { generate } = useImageGeneration({ slot: 'hero' })
  return (
    <button type="button" onClick={() => generate({ prompt, n: 2 })}>
      Draw {prompt}
    </button>
  )
}

const open = (world: World, children: ReactNode, options = {}) =>
  render(
    <LimnProvider endpoint={world.path} fetch={world.fetch} pollInterval={340} {...options}>
      {children}
      <LimnDevtools />
    </LimnProvider>,
  )

/** What stands in the devtools' shadow root. */
const tools = () => within(document.querySelector('[data-limn-devtools]')!.shadowRoot as unknown as HTMLElement)
const draw = (prompt = 'a fox') => fireEvent.click(screen.getByRole('button', { name: `Draw ${prompt}` }))
const toggle = () => tools().getByRole('button', { name: /limn devtools/ })
const lines = () =>
  within(tools().getByRole('list', { name: 'Timeline' }))
    .getAllByRole('listitem')
    .map(({ children }) => children[1]!.textContent)

describe('the devtools', () => {
  it('tell what happened, from the click to the pictures, though opened late', async () => {
    const world = createWorld('limn', { duration: 500 })
    open(world, <Fox />)
    draw()
    await waitFor(() => expect(world.simulator.creates).toHaveLength(1))
    expect(toggle()).toHaveAttribute('aria-expanded', 'false')
    fireEvent.click(toggle())
    await waitFor(() => expect(lines().at(-1)).toBe('succeeded, 2 pictures, 20 credits'))
    const told = lines().filter((line) => line !== 'waited')
    expect(told.slice(0, 2)).toEqual(['asked for', 'create → pending'])
    expect(told.at(-2)).toBe('look → succeeded')
    expect(told.filter((line) => line?.startsWith('look')).length).toBe(
      world.sent.filter((line) => line.startsWith('GET /tasks')).length,
    )
    expect(lines()).toContain('waited')
    expect(tools().getByRole('article', { name: 'a fox' })).toHaveTextContent('Slothero')
  })

  it('tell of an error and of what was asked about it', async () => {
    const world = createWorld('limn')
    world.simulator.use({ on: 'create', do: { cut: 'after' } })
    open(world, <Fox />)
    draw()
    fireEvent.click(toggle())
    await waitFor(() => expect(lines().at(-1)).toMatch(/^uncertain: outcome_unknown/))
    expect(lines()).toContain('create → outcome_unknown')
  })

  it('know of an earlier page what the journal knows', async () => {
    const world = createWorld('limn')
    await createLimn({ endpoint: world.path, fetch: world.fetch, pollInterval: 340 }).generate({ prompt: 'a hare' })
      .outcome
    open(world, <Fox />)
    fireEvent.click(toggle())
    await tools().findByRole('article', { name: 'a hare' })
    expect(lines().filter((line) => line !== 'waited')).toEqual([
      'asked for',
      'create sent',
      'accepted',
      'succeeded, 1 picture, 10 credits',
    ])
  })

  it('are worked by keys alone', async () => {
    const world = createWorld('limn')
    open(
      world,
      <>
        <Fox />
        <Fox prompt="a hare" />
      </>,
    )
    draw()
    draw('a hare')
    const user = userEvent.setup()
    toggle().focus()
    await user.keyboard('{Enter}')
    expect(toggle()).toHaveAttribute('aria-expanded', 'true')
    const root = toggle().getRootNode() as ShadowRoot
    const hare = await tools().findByRole('button', { name: /a hare/ })
    expect(hare).toHaveAttribute('aria-current', 'true')
    act(() => hare.focus())
    fireEvent.keyDown(hare, { key: 'ArrowDown' })
    const fox = tools().getByRole('button', { name: /a fox/ })
    expect(root.activeElement).toBe(fox)
    fireEvent.click(fox)
    expect(tools().getByRole('article', { name: 'a fox' })).toBeInTheDocument()
    fireEvent.keyDown(fox, { key: 'Escape' })
    expect(tools().queryByRole('article')).toBeNull()
    expect(root.activeElement).toBe(toggle())
  })

  it.each([true, false])('copy a command without a secret (clipboard: %s)', async (isOpen) => {
    const writeText = vi.fn<(text: string) => Promise<void>>()
    writeText.mockImplementation(async () => {
      if (!isOpen) throw new DOMException('no', 'NotAllowedError')
    })
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } })
    document.cookie = 'session=CANARY-cookie'
    const world = createWorld('limn')
    open(world, <Fox prompt="a fox's den" />, {
      headers: { authorization: 'Bearer CANARY-token', 'x-csrf': 'CANARY-csrf' },
    })
    draw("a fox's den")
    await waitFor(() => expect(world.simulator.creates).toHaveLength(1))
    fireEvent.click(toggle())
    const sent = world.sent.length
    fireEvent.click(await tools().findByRole('button', { name: 'Copy create as curl' }))
    await waitFor(() => expect(writeText).toHaveBeenCalledTimes(1))
    const [command] = writeText.mock.calls[0]!
    expect(command).not.toContain('CANARY')
    expect(command).toContain(`curl 'http://localhost:3000${world.path}/generations'`)
    expect(command).toContain("-H 'authorization: <authorization>'")
    expect(command).toContain("-H 'x-csrf: <x-csrf>'")
    expect(command).toContain("-b '<cookies>'")
    expect(command).toMatch(/-H 'idempotency-key: [\w-]{36}'/)
    expect(command).toContain(String.raw`"prompt":"a fox'\''s den"`)
    expect(command).toContain('nothing is charged twice')
    await waitFor(() => expect(tools().getByRole('status')).toHaveTextContent(isOpen ? 'Copied.' : 'copy the command'))
    expect(tools().getByRole('textbox', { name: 'Command' })).toHaveValue(command)
    expect(world.sent.slice(sent).filter((line) => line.startsWith('POST'))).toEqual([])
    expect(world.simulator.creates).toHaveLength(1)
  })
})

it('a plugin of TanStack Devtools shows the same panel', async () => {
  const world = createWorld('limn')
  const { id, name, render: renderPlugin } = limnDevtoolsPlugin()
  expect([id, name]).toEqual(['limn', 'limn'])
  render(
    <LimnProvider endpoint={world.path} fetch={world.fetch}>
      <Fox />
      {renderPlugin()}
    </LimnProvider>,
  )
  draw()
  await tools().findByRole('article', { name: 'a fox' })
})
