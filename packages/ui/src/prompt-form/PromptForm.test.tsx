import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { zhCN } from '../messages/zh-CN.ts'
import { mountLimn } from '../test/mountLimn.tsx'
import { PromptForm } from './PromptForm.tsx'

afterEach(cleanup)

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: /describe/i })
const seal = () => screen.getByRole('button', { name: /generate/i })
const form = () => mountLimn(<PromptForm persist={false} initial={{ n: 3 }} />)
/** Creates that were charged once the form is free again. */
const charged = async ({ simulator }: ReturnType<typeof form>) => {
  await waitFor(() => expect(field()).toHaveValue(''))
  return simulator.creates.length
}

describe('one intent, one charge', () => {
  it('takes a double click for one', async () => {
    const view = form()
    await userEvent.type(field(), 'a fox in snow')
    await userEvent.dblClick(seal())
    expect(await charged(view)).toBe(1)
    expect(view.simulator.creates[0]?.request).toMatchObject({ prompt: 'a fox in snow', n: 3 })
  })

  it('takes a held Enter for one', async () => {
    const view = form()
    await userEvent.type(field(), 'a fox in snow')
    await userEvent.keyboard('{Enter>12/}')
    expect(await charged(view)).toBe(1)
  })

  it('does not send half a word: Safari ends a composition before its Enter arrives', async () => {
    const { simulator, limn } = form()
    fireEvent.compositionStart(field())
    fireEvent.change(field(), { target: { value: '雪中的狐狸' } })
    fireEvent.compositionEnd(field())
    fireEvent.keyDown(field(), { key: 'Enter', keyCode: 229 })
    expect(limn.list()).toEqual([])
    fireEvent.keyDown(field(), { key: 'Enter', keyCode: 13 })
    await waitFor(() => expect(simulator.creates).toHaveLength(1))
    expect(simulator.creates[0]?.request.prompt).toBe('雪中的狐狸')
  })

  it('does not spend on Enter in the number of pictures', async () => {
    const { limn } = form()
    await userEvent.type(field(), 'a fox in snow')
    await userEvent.type(screen.getByRole('spinbutton', { name: 'How many' }), '{Enter}')
    expect(limn.list()).toEqual([])
  })
})

describe('what it says', () => {
  it('shows the cost on the button', async () => {
    form()
    expect(seal()).toHaveTextContent('30 credits')
    await userEvent.click(screen.getByRole('button', { name: 'One more' }))
    expect(seal()).toHaveTextContent('40 credits')
  })

  it('says why it waits, beside the button and to a screen reader, and leads to the field', async () => {
    const { limn } = form()
    expect(seal()).toHaveAttribute('aria-disabled', 'true')
    expect(seal()).toHaveAccessibleDescription('Write a sentence first')
    await userEvent.click(seal())
    expect(screen.getByRole('status')).toHaveTextContent('Write a sentence first')
    expect(field()).toHaveFocus()
    expect(limn.list()).toEqual([])
  })

  it('keeps the words that were refused, and puts the reason at the field', async () => {
    const { simulator } = form()
    simulator.use({
      on: 'create',
      do: {
        status: 400,
        body: {
          error: { message: 'Not this.', type: 'invalid_request_error', param: 'prompt', code: 'words_declined' },
        },
      },
    })
    await userEvent.type(field(), 'a poster')
    await userEvent.click(seal())
    await waitFor(() => expect(field()).toBeInvalid())
    expect(field()).toHaveValue('a poster')
    expect(field()).toHaveAccessibleDescription(/The service refused\. The details say why/)
    expect(screen.getByRole('status')).toHaveTextContent('The service refused')
    expect(simulator.creates).toHaveLength(0)
  })

  it('speaks Chinese', () => {
    mountLimn(
      <MessagesProvider messages={zhCN}>
        <PromptForm persist={false} />
      </MessagesProvider>,
    )
    expect(screen.getByRole('textbox', { name: '描述一幅画' })).toHaveAttribute('lang', 'zh-CN')
    expect(screen.getByRole('button', { name: '生成 10 积分' })).toHaveAccessibleDescription('请先写一句描述')
  })
})

describe('references', () => {
  const add = async (link: string) => {
    await userEvent.click(screen.getByRole('button', { name: 'Add a link' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Link of a picture' }), `${link}{Enter}{Escape}`)
  }

  it('takes a link, and turns to the edit', async () => {
    const { limn } = form()
    await add('https://example.com/fox.png')
    expect(screen.getByRole('img', { name: 'Reference 1' })).toHaveAttribute('src', 'https://example.com/fox.png')
    expect(screen.getByRole('textbox', { name: 'Describe the edit' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Remove reference 1' }))
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.getByRole('button', { name: 'Add a link' })).toHaveFocus()
    expect(limn.list()).toEqual([])
  })

  it.each(['javascript:alert(1)', 'https://user:secret@example.com/a.png', 'nonsense'])(
    'refuses %s, with its reason',
    async (link) => {
      const { container } = form()
      await add(link)
      expect(await screen.findByText(link)).toBeVisible()
      expect(screen.getByText(/A reference was refused/, { selector: 'li *' })).toBeVisible()
      expect(container.querySelector('img')).toBeNull()
    },
  )
})
