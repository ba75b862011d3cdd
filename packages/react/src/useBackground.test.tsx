import { cleanup, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LimnProvider, useBackground } from './index.ts'
import { createScripted } from './test/scripted.ts'

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }),
)
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function Behind({ isOn }: { isOn?: boolean | undefined }) {
  useBackground(isOn)
  return null
}

it('goes on looking in a hidden tab while a component asks for it, and no longer', async () => {
  const proxy = createScripted()
  const limn = proxy.page({ pollInterval: 1000 })
  const at = (isOn?: boolean) => (
    <LimnProvider limn={limn}>
      <Behind isOn={isOn} />
      <Behind isOn={false} />
    </LimnProvider>
  )
  const looksIn = async (ms: number) => {
    const before = proxy.looks.length
    await vi.advanceTimersByTimeAsync(ms)
    return proxy.looks.length - before
  }
  const view = render(at())
  limn.generate({ prompt: 'a fox in snow' })
  await vi.advanceTimersByTimeAsync(1500)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  expect(await looksIn(5000)).toBe(5)
  view.rerender(at(false))
  expect(await looksIn(5000)).toBe(0)
  view.rerender(at())
  expect(await looksIn(5000)).toBeGreaterThan(3)
  view.unmount()
  expect(await looksIn(5000)).toBe(0)
})
