import { LimnProvider, useGenerations } from '@limn/react'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { en } from '../messages/en.ts'
import { zhCN } from '../messages/zh-CN.ts'
import { busyFor } from '../test/busyFor.ts'
import { GenerationStatus } from './GenerationStatus.tsx'

afterEach(cleanup)

const Newest = () => <GenerationStatus generation={useGenerations().generations[0]} />

it.each([
  ['English', en, /^Too many at once\. Nothing was charged\. Sent again in (\d) s\.$/],
  ['Chinese', zhCN, /^请求太频繁，没有扣积分。(\d) 秒后自动重新提交。$/],
])(
  'one that was turned away says why it waits and counts the seconds, in %s; then it is sent',
  async (_name, messages, words) => {
    const limn = busyFor(3)
    render(
      <LimnProvider limn={limn}>
        <MessagesProvider messages={messages}>
          <Newest />
        </MessagesProvider>
      </LimnProvider>,
    )
    const { outcome } = limn.generate({ prompt: 'a fox in snow' })
    const seconds = () => Number(words.exec(screen.getByText(words).textContent)?.[1])
    await waitFor(() => expect(seconds()).toBeLessThanOrEqual(4), { timeout: 5000 })
    const first = seconds()
    expect(screen.getByRole('group', { name: messages.status.submitting })).toBeVisible()
    await waitFor(() => expect(seconds()).toBeLessThan(first), { timeout: 5000 })
    await waitFor(() => expect(screen.queryByText(words)).toBeNull(), { timeout: 6000 })
    expect(await outcome).toMatchObject({ status: 'succeeded' })
  },
  20_000,
)
