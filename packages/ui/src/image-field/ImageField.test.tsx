import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountLimn } from '../test/mountLimn.tsx'
import { ImageField, type ImageFieldProps } from './ImageField.tsx'

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

const OLD = 'https://cdn.example/old.png'
const FOX = { prompt: 'a fox in snow' }
const onValueChange = vi.fn<NonNullable<ImageFieldProps['onValueChange']>>()
const moves = () => onValueChange.mock.calls.map(([url, { reason }]) => [url, reason])
afterEach(() => onValueChange.mockClear())

const dataOf = () => Object.fromEntries(new FormData(screen.getByRole<HTMLFormElement>('form')))
const onSubmit = vi.fn<(event: React.SubmitEvent<HTMLFormElement>) => void>((event) => event.preventDefault())
const form = (children: ReactNode) => (
  <form aria-label="Product" onSubmit={onSubmit}>
    {children}
    <button type="reset">Reset</button>
  </form>
)
const hero = (props: Partial<ImageFieldProps> = {}) => (
  <ImageField slot="hero" name="hero" label="Hero" request={FOX} onValueChange={onValueChange} {...props} />
)
const generate = () => userEvent.click(screen.getByRole('button', { name: 'Generate, 10 credits' }))
const delivered = () => waitFor(() => expect(moves()).toHaveLength(1), { timeout: 10_000 })

describe('a picture that is asked for by a button', () => {
  it('becomes the value, and goes with its form', async () => {
    const { limn, simulator } = mountLimn(form(hero()))
    expect(screen.getByText('No picture yet')).toBeVisible()
    expect(dataOf()).toEqual({ hero: '' })
    await generate()
    await delivered()
    const url = limn.list({ slot: 'hero' })[0]!.images[0]!.url
    expect(moves()).toEqual([[url, 'generated']])
    expect(screen.getByRole('img', { name: 'Hero' })).toHaveAttribute('src', url)
    expect(screen.getAllByRole('img')).toHaveLength(1)
    expect(dataOf()).toEqual({ hero: url })
    expect(simulator.creates).toHaveLength(1)
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('is one create for a double click, and none is asked for while it runs', async () => {
    const { simulator } = mountLimn(form(hero()), { duration: 1500 })
    await userEvent.dblClick(screen.getByRole('button', { name: 'Generate, 10 credits' }))
    expect(await screen.findByRole('button', { name: 'Stop waiting' }, { timeout: 5000 })).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Generate/ })).toBeNull()
    expect(screen.getByRole('group', { name: 'Hero' })).toHaveFocus()
    await delivered()
    expect(simulator.creates).toHaveLength(1)
  })

  it('leaves the value alone when it fails, says why, and a retry brings it', async () => {
    const { simulator } = mountLimn(form(hero({ defaultValue: OLD })))
    simulator.balance = 0
    await generate()
    expect(await screen.findByRole('group', { name: 'The service is out of credits' })).toBeVisible()
    expect(dataOf()).toEqual({ hero: OLD })
    // Generate would be the same once more.
    expect(screen.queryByRole('button', { name: /^Generate/ })).toBeNull()
    simulator.balance = 100
    await userEvent.click(screen.getByRole('button', { name: 'Try again, 10 credits' }))
    await delivered()
    expect(moves()).toEqual([[expect.not.stringMatching(OLD), 'generated']])
  })
})

it('offers what the app asks for now beside what came to nothing, where that is something else', async () => {
  const { simulator, rerender } = mountLimn(form(hero()))
  simulator.balance = 0
  await generate()
  await screen.findByRole('button', { name: 'Try again, 10 credits' })
  rerender(form(hero({ request: { ...FOX, n: 2, size: '1536x1024' } })))
  expect(screen.getByRole('button', { name: 'Generate, 20 credits' })).toBeVisible()
})

describe('several pictures', () => {
  const choice = (position: number) =>
    screen.findByRole('button', { name: `Use picture ${position}` }, { timeout: 10_000 })

  it('are for the user to choose from, by the keyboard too', async () => {
    const { limn } = mountLimn(form(hero({ request: { ...FOX, n: 2 } })))
    await userEvent.click(screen.getByRole('button', { name: 'Generate, 20 credits' }))
    const second = await choice(2)
    expect(screen.getByRole('list', { name: 'Pick the one to use' })).toContainElement(second)
    expect(screen.getByText('Pick the one to use')).toBeVisible()
    expect(moves()).toEqual([])
    expect(dataOf()).toEqual({ hero: '' })
    second.focus()
    await userEvent.keyboard('{Enter}')
    expect(screen.queryByText('Pick the one to use')).toBeNull()
    const [first, last] = limn.list({ slot: 'hero' })[0]!.images.map(({ url }) => url)
    expect([second, await choice(1)].map((button) => button.getAttribute('aria-pressed'))).toEqual(['true', 'false'])
    await userEvent.click(await choice(1))
    await userEvent.click(screen.getByRole('button', { name: 'Remove picture' }))
    expect(moves()).toEqual([
      [last, 'chosen'],
      [first, 'chosen'],
      [null, 'removed'],
    ])
    expect(screen.getByRole('group', { name: 'Hero' })).toHaveFocus()
    expect(dataOf()).toEqual({ hero: '' })
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('are one where the app wants the first', async () => {
    const { limn } = mountLimn(form(hero({ request: { ...FOX, n: 2 }, choose: 'first' })))
    await userEvent.click(screen.getByRole('button', { name: 'Generate, 20 credits' }))
    await delivered()
    expect(moves()).toEqual([[limn.list({ slot: 'hero' })[0]!.images[0]!.url, 'generated']])
  })

  it('one is for the user to take where the app asks', async () => {
    mountLimn(form(hero({ choose: 'ask', defaultValue: OLD })))
    await generate()
    await choice(1)
    expect(dataOf()).toEqual({ hero: OLD })
    await userEvent.click(await choice(1))
    expect(moves()).toEqual([[expect.not.stringMatching(OLD), 'chosen']])
  })
})

describe('a picture in the user’s own words', () => {
  it('is asked for by Enter and by the button, and never sends the form around', async () => {
    const { simulator } = mountLimn(form(hero({ request: { size: '1536x1024' } })))
    const field = screen.getByRole('textbox', { name: 'Describe a picture' })
    const button = screen.getByRole('button', { name: /Generate/ })
    await userEvent.click(button)
    expect(field).toHaveFocus()
    await userEvent.type(field, 'a fox in snow{Enter}')
    await delivered()
    await waitFor(() => expect(field).toHaveValue(''))
    await userEvent.type(field, 'a hen in rain')
    await userEvent.click(button)
    await waitFor(() => expect(moves()).toHaveLength(2), { timeout: 10_000 })
    expect(simulator.creates.map(({ request }) => [request.prompt, request.size])).toEqual([
      ['a fox in snow', '1536x1024'],
      ['a hen in rain', '1536x1024'],
    ])
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('tells a refusal at the words, and there is one button to send them with', async () => {
    const { simulator } = mountLimn(form(hero({ request: {} })))
    simulator.balance = 0
    await userEvent.type(screen.getByRole('textbox'), 'a fox in snow{Enter}')
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveAccessibleDescription(/out of credits/))
    expect(screen.getByRole('textbox')).toHaveValue('a fox in snow')
    expect(screen.queryByRole('button', { name: /again/i })).toBeNull()
    expect(screen.getByRole('button', { name: /Generate/ })).toBeVisible()
  })

  it('leaves the Enter of an input method alone', async () => {
    const { simulator } = mountLimn(form(hero({ request: {} })))
    const field = screen.getByRole('textbox')
    await userEvent.type(field, '狐狸')
    fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 })
    expect(field).toHaveValue('狐狸')
    expect(simulator.creates).toHaveLength(0)
  })

  it('follows the app’s settings, whatever an earlier page kept', async () => {
    const { rerender, simulator } = mountLimn(form(hero({ request: { size: '1024x1024' } })))
    await userEvent.type(screen.getByRole('textbox'), 'a fox')
    rerender(form(hero({ request: { size: '1536x1024' } })))
    await userEvent.type(screen.getByRole('textbox'), ' in snow{Enter}')
    await delivered()
    expect(simulator.creates).toMatchObject([{ request: { prompt: 'a fox in snow', size: '1536x1024' } }])
  })
})

describe('as a field of a form', () => {
  it('shows what a controlling app says, and nothing else', async () => {
    const Host = () => {
      const [value, setValue] = useState<string | null>(OLD)
      return (
        <>
          {form(hero({ value }))}
          <button type="button" onClick={() => setValue(null)}>
            Forget
          </button>
        </>
      )
    }
    mountLimn(<Host />)
    await userEvent.click(screen.getByRole('button', { name: 'Remove picture' }))
    expect(moves()).toEqual([[null, 'removed']])
    expect(dataOf()).toEqual({ hero: OLD })
    await userEvent.click(screen.getByRole('button', { name: 'Forget' }))
    expect(dataOf()).toEqual({ hero: '' })
  })

  it('goes back to its default when the form is reset', async () => {
    mountLimn(form(hero({ defaultValue: OLD })))
    await userEvent.click(screen.getByRole('button', { name: 'Remove picture' }))
    expect(dataOf()).toEqual({ hero: '' })
    await userEvent.click(screen.getByRole('button', { name: 'Reset' }))
    expect(dataOf()).toEqual({ hero: OLD })
  })

  it.each([
    ['itself', form(hero({ disabled: true, defaultValue: OLD }))],
    ['a fieldset around', form(<fieldset disabled>{hero({ defaultValue: OLD })}</fieldset>)],
  ])('takes no part where it is disabled by %s', async (_, shown) => {
    const { simulator } = mountLimn(shown)
    await generate()
    await userEvent.click(screen.getByRole('button', { name: 'Remove picture' }))
    expect(dataOf()).toEqual({})
    expect(moves()).toEqual([])
    expect(simulator.creates).toHaveLength(0)
  })

  it('is left once, when focus goes elsewhere', async () => {
    const onBlur = vi.fn<() => void>()
    mountLimn(form(hero({ request: {}, onBlur, defaultValue: OLD })))
    await userEvent.click(screen.getByRole('textbox'))
    await userEvent.tab()
    expect(onBlur).not.toHaveBeenCalled()
    await userEvent.click(screen.getByRole('button', { name: 'Reset' }))
    expect(onBlur).toHaveBeenCalledOnce()
  })

  it('says so when the picture it was given does not load', () => {
    mountLimn(form(hero({ defaultValue: OLD })))
    fireEvent.error(screen.getByRole('img', { name: 'Hero' }))
    expect(screen.getByText('No longer available')).toBeVisible()
    expect(dataOf()).toEqual({ hero: OLD })
  })
})
