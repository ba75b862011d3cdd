import { LimnProvider, type Limn } from '@limn/react'
import { SCENARIOS } from '@limn/simulator'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import { openLimn } from '../test/openLimn.ts'
import { useTitleBadge } from './useTitleBadge.ts'

const hasFocus = vi.spyOn(document, 'hasFocus')
const title = () => document.title
const comeBack = () => {
  hasFocus.mockReturnValue(true)
  dispatchEvent(new Event('focus'))
}

beforeEach(() => {
  document.title = 'Posters'
  hasFocus.mockReturnValue(false)
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

it('keeps to a title that changes meanwhile, and leaves it as it was', async () => {
  const { limn } = openLimn({ duration: 300 })
  const view = await show(limn)
  limn.generate({ prompt: 'a fox in snow' })
  await expect.poll(title).toBe('(1) ✓ Posters')
  document.title = 'Poster 2'
  limn.generate({ prompt: 'a hen in rain' })
  await expect.poll(title).toBe('(2) ✓ Poster 2')
  await view.unmount()
  await expect.poll(title).toBe('Poster 2')
})
