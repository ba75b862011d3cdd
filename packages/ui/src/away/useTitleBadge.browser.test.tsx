import { LimnProvider, type Limn } from '@limn/react'
import { SCENARIOS } from '@limn/simulator'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import { openLimn } from '../test/openLimn.ts'
import { useTitleBadge } from './useTitleBadge.ts'

const hasFocus = vi.fn<() => boolean>()
const title = () => document.title
const comeBack = () => {
  hasFocus.mockReturnValue(true)
  dispatchEvent(new Event('focus'))
}

beforeEach(() => {
  document.title = 'Posters'
  hasFocus.mockReturnValue(false)
  vi.spyOn(document, 'hasFocus').mockImplementation(hasFocus)
})
afterEach(async () => {
  await cleanup()
  vi.restoreAllMocks()
})

function Badge() {
  useTitleBadge()
  return null
}
const show = (limn: Limn) =>
  render(
    <LimnProvider limn={limn}>
      <Badge />
    </LimnProvider>,
  )

it('counts what has ended while the user was elsewhere, until they are back', async () => {
  const { limn } = openLimn({ duration: 300 })
  await limn.generate({ prompt: 'there before' }).outcome
  await show(limn)
  limn.generate({ prompt: 'a fox in snow' })
  await expect.poll(title).toBe('(1) ✓ Posters')
  limn.generate({ prompt: 'a hen in rain' })
  await expect.poll(title).toBe('(2) ✓ Posters')
  comeBack()
  expect(title()).toBe('Posters')
  await limn.generate({ prompt: 'done before their eyes' }).outcome
  hasFocus.mockReturnValue(false)
  limn.generate({ prompt: 'done behind their back' })
  await expect.poll(title).toBe('(1) ✓ Posters')
})

it('says that something went wrong, whatever else went well, and not what the user called off', async () => {
  const { limn, simulator } = openLimn({ duration: 300 })
  await show(limn)
  limn.generate({ prompt: 'a fox in snow' })
  await expect.poll(title).toBe('(1) ✓ Posters')
  limn.generate({ prompt: 'runs' }, { slot: 'one', concurrency: 1 })
  const { key } = limn.generate({ prompt: 'waits' }, { slot: 'one', concurrency: 1 })
  limn.actions(limn.find(key)!).cancel?.()
  await expect.poll(title).toBe('(2) ✓ Posters')
  simulator.use(...SCENARIOS.fails)
  limn.generate({ prompt: 'a hen in rain' })
  await expect.poll(title).toBe('(3) ! Posters')
})

it('stays before a title that changes meanwhile, and leaves it as it is then', async () => {
  const { limn } = openLimn({ duration: 300 })
  const view = await show(limn)
  limn.generate({ prompt: 'a fox in snow' })
  await expect.poll(title).toBe('(1) ✓ Posters')
  document.title = 'Poster 2'
  await expect.poll(title, { timeout: 3000 }).toBe('(1) ✓ Poster 2')
  document.title = ''
  await expect.poll(title, { timeout: 3000 }).toBe('(1) ✓')
  // Somebody else marks it too.
  document.title = '• (1) ✓ Poster 2'
  limn.generate({ prompt: 'a hen in rain' })
  await expect.poll(title).toBe('(2) ✓ • Poster 2')
  document.title = 'Poster 2'
  await view.unmount()
  await expect.poll(title).toBe('Poster 2')
})

it('looks on in a hidden tab, until that is seen', async () => {
  const { limn } = openLimn({ duration: 1500 })
  await show(limn)
  limn.generate({ prompt: 'a fox in snow' })
  await expect.poll(() => limn.list()[0]?.taskId).toBeDefined()
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  const turn = () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  // Some browsers leave the focus to a tab that they hide.
  hasFocus.mockReturnValue(true)
  turn()
  await expect.poll(title, { timeout: 10_000 }).toBe('(1) ✓ Posters')
  turn()
  expect(title()).toBe('(1) ✓ Posters')
  visibility.mockReturnValue('visible')
  hidden.mockReturnValue(false)
  turn()
  expect(title()).toBe('Posters')
})

it('goes without an event too: the focus was in a frame, and comes back there', async () => {
  const { limn } = openLimn({ duration: 300 })
  await show(limn)
  limn.generate({ prompt: 'a fox in snow' })
  await expect.poll(title).toBe('(1) ✓ Posters')
  hasFocus.mockReturnValue(true)
  await expect.poll(title, { timeout: 3000 }).toBe('Posters')
})

it('counts what waits for its user, only while it does, and goes with those who sign out', async () => {
  const { limn, simulator } = openLimn({ duration: 300 })
  await show(limn)
  simulator.use(...SCENARIOS.uncertain)
  const { key } = limn.generate({ prompt: 'a fox in snow' })
  await expect.poll(title, { timeout: 10_000 }).toBe('(1) ! Posters')
  limn.actions(limn.find(key)!).dismiss?.()
  await expect.poll(title).toBe('Posters')
  simulator.reset()
  limn.generate({ prompt: 'a hen in rain' })
  await expect.poll(title).toBe('(1) ✓ Posters')
  await limn.clear()
  await expect.poll(title).toBe('Posters')
})
