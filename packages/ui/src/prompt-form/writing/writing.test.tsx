import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountLimn } from '../../test/mountLimn.tsx'
import { PromptForm, type PromptFormProps } from '../PromptForm.tsx'

afterEach(cleanup)

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const form = (props: Partial<PromptFormProps> = {}) => mountLimn(<PromptForm persist={false} {...props} />)
/** What helps comes after the field. */
const helped = () => waitFor(() => expect(document.querySelector('.limn-writing')).not.toBeNull())

describe('earlier sentences', () => {
  it('come back by Up and Down into an empty field, each once, newest first, and never over what is being written', async () => {
    const { limn } = form()
    await helped()
    for (const prompt of ['a fox', 'a hen', 'a fox', 'an owl']) await limn.generate({ prompt }, { again: true }).outcome
    await userEvent.click(field())
    const shown: string[] = []
    for (const key of ['Up', 'Up', 'Up', 'Up', 'Down', 'Down', 'Down']) {
      await userEvent.keyboard(`{Arrow${key}}`)
      shown.push(field().value)
    }
    expect(shown).toEqual(['an owl', 'a fox', 'a hen', 'a hen', 'a fox', 'an owl', ''])
    expect(limn.list()).toHaveLength(4)
    await userEvent.type(field(), 'a new one')
    await userEvent.keyboard('{ArrowUp}')
    expect(field()).toHaveValue('a new one')
  })
})

describe('the length', () => {
  it.each([
    ['not, far from the limit', 'a'.repeat(7000), []],
    ['near it', 'a'.repeat(7990), ['10 characters left']],
    ['beyond it, as people count', `${'a'.repeat(8000)}${'👩‍👩‍👧‍👦'.repeat(2)}`, ['2 characters too many']],
  ])('is told %s', async (_, prompt, said) => {
    form({ initial: { prompt } })
    await helped()
    expect(screen.queryAllByText(/characters (left|too many)/).map(({ textContent }) => textContent)).toEqual(said)
  })
})

describe('enhancePrompt', () => {
  const enhancer = (enhancePrompt: NonNullable<PromptFormProps['enhancePrompt']>) =>
    form({ initial: { prompt: 'a fox' }, enhancePrompt })
  const button = (name: string | RegExp) => screen.findByRole('button', { name })

  it('puts a better sentence, and gives the old one back', async () => {
    enhancer(async (prompt) => `${prompt}, at dawn, long lens`)
    await userEvent.click(await button('Improve the wording'))
    await waitFor(() => expect(field()).toHaveValue('a fox, at dawn, long lens'))
    const undo = await button('Undo')
    expect(undo).toHaveFocus()
    await userEvent.click(undo)
    expect(field()).toHaveValue('a fox')
    expect(await button('Improve the wording')).toHaveFocus()
  })

  it('can be stopped', async () => {
    const signals: AbortSignal[] = []
    enhancer((_prompt, { signal }) => {
      signals.push(signal)
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    })
    await userEvent.click(await button('Improve the wording'))
    await userEvent.click(await button(/Stop/))
    expect(signals[0]?.aborted).toBe(true)
    expect(await button('Improve the wording')).toBeVisible()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(field()).toHaveValue('a fox')
  })

  it('leaves a sentence alone that was changed meanwhile', async () => {
    const better = Promise.withResolvers<string>()
    enhancer(() => better.promise)
    await userEvent.click(await button('Improve the wording'))
    await userEvent.type(field(), ' in snow')
    better.resolve('a wolf')
    expect(await button('Improve the wording')).toBeVisible()
    expect(field()).toHaveValue('a fox in snow')
  })

  it('says so when it fails, and the words are as they were', async () => {
    enhancer(vi.fn<() => Promise<string>>().mockRejectedValue(new Error('no model today')))
    await userEvent.click(await button('Improve the wording'))
    expect(await screen.findByRole('alert')).toHaveTextContent('The wording could not be improved. Yours is as it was.')
    expect(field()).toHaveValue('a fox')
  })
})
