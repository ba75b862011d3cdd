import { createLimn, LimnProvider } from '@limn/react'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { en } from '../messages/en.ts'
import { zhCN } from '../messages/zh-CN.ts'
import { PromptForm } from './PromptForm.tsx'
import styles from '../styles.css?inline'

afterEach(cleanup)

it.each([
  [en, 'Sending 10 credits', 'Generate 10 credits'],
  [zhCN, '提交中 10 积分', '生成 10 积分'],
] as const)(
  'says that it is on its way, in the same box, and gives the words back when it is refused: %o',
  async (messages, sending, ready) => {
    await page.viewport(1000, 700)
    const answer = Promise.withResolvers<Response>()
    const fetch = async ({ method }: Request) => {
      if (method === 'POST') return answer.promise
      return Response.json({ error: { code: 'not_found', message: 'Not here.' } }, { status: 404 })
    }
    const limn = createLimn({ endpoint: 'http://limn.test/images', journal: 'memory', fetch })
    const view = await render(
      <LimnProvider limn={limn}>
        <MessagesProvider messages={messages}>
          <style>{styles}</style>
          <PromptForm persist={false} />
        </MessagesProvider>
      </LimnProvider>,
    )
    const boxOf = () => {
      const { x, y, width, height } = document.querySelector('[type=submit]')!.getBoundingClientRect()
      return { x, y, width, height, sheet: document.querySelector('.limn-sheet')!.getBoundingClientRect().height }
    }
    const field = view.getByRole('textbox')
    await field.fill('a fox in snow')
    const before = boxOf()
    await userEvent.keyboard('{Enter}')
    await expect.element(view.getByRole('button', { name: sending, exact: true })).toBeVisible()
    expect(boxOf()).toEqual(before)
    const error = { code: 'words_declined', message: 'Not this.', param: 'prompt', type: 'invalid_request_error' }
    answer.resolve(Response.json({ error }, { status: 400 }))
    await expect.element(view.getByRole('button', { name: ready, exact: true })).toBeVisible()
    await expect.element(field).toHaveValue('a fox in snow')
    await expect.element(field).toBeInvalid()
  },
)
