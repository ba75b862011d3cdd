import { cleanup, createEvent, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode, useState } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { LimnProvider, useDraft, useGenerations, useLimn, type UseDraftOptions } from './index.ts'
import { installIndexedDB } from './test/storage.ts'
import { createWorld, type World } from './test/world.ts'

installIndexedDB()
afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

function Box(options: UseDraftOptions) {
  const draft = useDraft(options)
  return (
    <form {...draft.formProps} aria-label="form">
      <textarea {...draft.promptProps} aria-label="Prompt" />
      {draft.references.map(({ id, name, error }) => (
        <p key={id}>
          {name} {error?.code}
          <button type="button" onClick={() => draft.removeReference(id)}>
            Remove
          </button>
        </p>
      ))}
      <button
        type="button"
        onClick={() => {
          draft.set({ prompt: 'an owl' })
          draft.submit()
        }}
      >
        Owl
      </button>
      <button {...draft.submitProps}>Draw for {draft.credits}</button>
      {draft.problem && <p role="alert">{draft.problem.code}</p>}
      {draft.sending && <p>on its way</p>}
    </form>
  )
}

const List = () => useGenerations().generations.map(({ key, status }) => <output key={key}>{status}</output>)

const show = (world: World, options: UseDraftOptions = {}) =>
  render(
    <StrictMode>
      <LimnProvider endpoint={world.path} fetch={world.fetch} pollInterval={340}>
        <Box {...options} />
        <List />
      </LimnProvider>
    </StrictMode>,
  )
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const type = (value: string) => fireEvent.change(field(), { target: { value } })

describe('useDraft', () => {
  it('C06 makes one create while Enter is held, and of a double click on submit', async () => {
    const world = createWorld('limn')
    show(world)
    type('a fox in snow')
    fireEvent.keyDown(field(), { key: 'Enter' })
    for (let press = 0; press < 20; press += 1) fireEvent.keyDown(field(), { key: 'Enter', repeat: true })
    await userEvent.dblClick(screen.getByRole('button', { name: 'Draw for 10' }))
    await waitFor(() => expect(field()).toHaveValue(''))
    fireEvent.keyDown(field(), { key: 'Enter', repeat: true })
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('leaves the Enter of an input method alone', () => {
    const world = createWorld('limn')
    show(world)
    type('狐狸')
    const composing = createEvent.keyDown(field(), { key: 'Enter', isComposing: true })
    fireEvent(field(), composing)
    const safari = createEvent.keyDown(field(), { key: 'Enter', keyCode: 229 })
    fireEvent(field(), safari)
    expect([composing.defaultPrevented, safari.defaultPrevented]).toEqual([false, false])
    expect(screen.queryByRole('status')).toBeNull()
  })

  it.each([
    ['enter', {}, true],
    ['enter', { shiftKey: true }, false],
    ['enter', { ctrlKey: true }, true],
    ['mod+enter', {}, false],
    ['mod+enter', { metaKey: true }, true],
    ['none', { ctrlKey: true }, false],
  ] as const)('submitMode %s with %o submits: %s', async (submitMode, keys, submits) => {
    const world = createWorld('limn')
    show(world, { submitMode })
    type('a fox')
    const press = createEvent.keyDown(field(), { key: 'Enter', ...keys })
    fireEvent(field(), press)
    expect(press.defaultPrevented).toBe(submits)
    expect(screen.queryAllByRole('status')).toHaveLength(submits ? 1 : 0)
  })

  it('keeps the text until it is accepted, and when it is refused', async () => {
    const world = createWorld('limn')
    world.simulator.balance = 0
    show(world)
    type('a fox in snow')
    fireEvent.submit(screen.getByRole('form'))
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('insufficient_credits'))
    expect(field()).toHaveValue('a fox in snow')
    expect(screen.getByRole('status')).toHaveTextContent('failed')
    world.simulator.balance = 100
    type('a fox in deep snow')
    expect(screen.queryByRole('alert')).toBeNull()
    fireEvent.submit(screen.getByRole('form'))
    expect(field()).toHaveValue('a fox in deep snow')
    await waitFor(() => expect(field()).toHaveValue(''))
    await waitFor(() => expect(screen.getByText('succeeded')).toBeInTheDocument())
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('sends what was set in the same breath', async () => {
    const world = createWorld('limn')
    show(world)
    type('a fox in snow')
    fireEvent.click(screen.getByRole('button', { name: 'Owl' }))
    await waitFor(() => expect(world.simulator.creates).toHaveLength(1))
    expect(world.simulator.creates[0]!.request.prompt).toBe('an owl')
    await waitFor(() => expect(field()).toHaveValue(''))
  })

  it('says that what stands there is on its way, until the proxy has answered or it is another', async () => {
    const world = createWorld('limn')
    const gate = Promise.withResolvers<undefined>()
    world.intercept = (request) => (request.method === 'POST' ? gate.promise : undefined)
    show(world)
    type('a fox in snow')
    expect(screen.queryByText('on its way')).toBeNull()
    fireEvent.submit(screen.getByRole('form'))
    expect(await screen.findByText('on its way')).toBeVisible()
    type('a fox in snow, at dawn')
    expect(screen.queryByText('on its way')).toBeNull()
    type('a fox in snow')
    expect(screen.getByText('on its way')).toBeVisible()
    gate.resolve(undefined)
    await waitFor(() => expect(field()).toHaveValue(''))
    expect(screen.queryByText('on its way')).toBeNull()
  })

  it('a reload before acceptance keeps the next prompt, which was typed meanwhile', async () => {
    const world = createWorld('limn')
    const gate = Promise.withResolvers<undefined>()
    world.intercept = (request) => (request.method === 'POST' ? gate.promise : undefined)
    const first = show(world)
    type('a fox in snow')
    fireEvent.submit(screen.getByRole('form'))
    type('an owl')
    await waitFor(() => expect(world.sent).toContain('POST /generations'))
    first.unmount()
    show(world)
    gate.resolve(undefined)
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(field()).toHaveValue('an owl')
  })

  it('keeps the text across a reload', () => {
    const world = createWorld('limn')
    const { unmount } = show(world, { slot: 'kept' })
    type('half a sentence')
    unmount()
    show(world, { slot: 'kept' })
    expect(field()).toHaveValue('half a sentence')
  })

  it('a reload during the create: Enter again is the same intent, and the field clears by itself', async () => {
    const world = createWorld('limn')
    world.intercept = async (request) => {
      if (request.method !== 'POST') return undefined
      world.intercept = undefined
      await world.fetch(request)
      return new Promise<never>(() => {})
    }
    const first = show(world)
    type('a fox in snow')
    fireEvent.submit(screen.getByRole('form'))
    await waitFor(() => expect(world.simulator.creates).toHaveLength(1))
    first.unmount()
    show(world)
    expect(field()).toHaveValue('a fox in snow')
    fireEvent.submit(screen.getByRole('form'))
    await waitFor(() => expect(field()).toHaveValue(''))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('says what is wrong only when somebody tried, and sends nothing', () => {
    const world = createWorld('limn')
    show(world)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByRole('button', { name: 'Draw for 10' })).toHaveAttribute('aria-disabled', 'true')
    fireEvent.submit(screen.getByRole('form'))
    expect(screen.getByRole('alert')).toHaveTextContent('invalid_prompt')
    expect(field()).toHaveAttribute('aria-invalid', 'true')
    expect(screen.queryByRole('status')).toBeNull()
  })

  it('shows a file that it cannot take, and lets nothing be sent without it in silence', async () => {
    const world = createWorld('limn')
    show(world)
    type('make it blue')
    fireEvent.paste(field(), { clipboardData: { files: [new File(['x'], 'cat.txt')] } })
    expect(await screen.findByText(/cat.txt reference_refused/)).toBeInTheDocument()
    fireEvent.submit(screen.getByRole('form'))
    expect(screen.queryByRole('status')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }))
    fireEvent.submit(screen.getByRole('form'))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('succeeded'))
  })

  it.each([
    ['signs out', 'Sign out'],
    ['signs in as somebody else', 'Be bea'],
  ])('leaves nothing of what was typed, here or kept, to whoever comes after one who %s', async (_, way) => {
    const world = createWorld('limn')
    const SignOut = () => {
      const { clear } = useLimn()
      return <button onClick={() => void clear()}>Sign out</button>
    }
    const Page = () => {
      const [principal, setPrincipal] = useState('ann')
      return (
        <LimnProvider endpoint={world.path} fetch={world.fetch} principal={principal}>
          <Box />
          <SignOut />
          <button onClick={() => setPrincipal('bea')}>Be bea</button>
        </LimnProvider>
      )
    }
    sessionStorage.setItem('limn draft another box', '{}')
    sessionStorage.setItem('the app’s own', 'stays')
    render(<Page />)
    type('a secret fox')
    fireEvent.click(screen.getByRole('button', { name: way }))
    await waitFor(() => expect(field()).toHaveValue(''))
    expect(Object.keys(sessionStorage)).toEqual(['the app’s own'])
  })

  it('keeps what an earlier page left, and what is typed, while it is not known yet who is signed in', async () => {
    const world = createWorld('limn')
    const page = (principal?: string | null) => (
      <LimnProvider endpoint={world.path} fetch={world.fetch} principal={principal}>
        <Box />
      </LimnProvider>
    )
    const before = render(page('ann'))
    type('a fox in snow')
    before.unmount()
    const { rerender } = render(page())
    expect(field()).toHaveValue('a fox in snow')
    rerender(page('ann'))
    expect(field()).toHaveValue('a fox in snow')
    rerender(page(null))
    expect(field()).toHaveValue('')
    type('a guest’s hen')
    rerender(page('bea'))
    expect(field()).toHaveValue('a guest’s hen')
  })

  it('keeps what is typed while another place is asked', () => {
    const [one, two] = [createWorld('limn'), createWorld('limn')]
    const page = ({ path, fetch }: World) => (
      <LimnProvider endpoint={path} fetch={fetch}>
        <Box />
      </LimnProvider>
    )
    const { rerender } = render(page(one))
    type('a fox in snow')
    rerender(page(two))
    expect(field()).toHaveValue('a fox in snow')
  })
})
