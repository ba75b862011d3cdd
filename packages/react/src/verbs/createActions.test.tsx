import { describe, expect, it, vi } from 'vitest'
import { installIndexedDB } from '../test/storage.ts'
import { createWorld } from '../test/world.ts'

installIndexedDB()
const FOX = { prompt: 'a fox in snow' }

describe.each([false, true])('"again", after a reload: %s', (isReloaded) => {
  it('waits where only so many may run, and is busy where it was said so', async () => {
    const world = createWorld('limn', { duration: 600 })
    const first = world.page()
    const queued = first.generate(FOX, { slot: 'one', concurrency: 1 })
    const refused = first.generate(FOX, { slot: 'other', concurrency: 1, whenBusy: 'refuse' })
    await Promise.all([queued.submitted, refused.submitted])
    const limn = isReloaded ? world.page() : first
    await vi.waitFor(() => expect(limn.find(refused.key)?.taskId).toBeDefined())

    const waits = limn.actions(limn.find(queued.key)!).again!()
    expect(limn.find(waits.key)?.status).toBe('queued')
    const { error } = await limn.actions(limn.find(refused.key)!).again!().submitted
    expect(error?.code).toBe('busy')
    expect(limn.list({ slot: 'other' }).map(({ key }) => key)).toEqual([refused.key])
    expect(await waits.outcome).toMatchObject({ status: 'succeeded' })
    expect(world.simulator.creates).toHaveLength(3)
  })
})

it('offers an uncertain one another create under the one name that says what it may cost', async () => {
  const world = createWorld('limn')
  world.simulator.use({ on: 'create', do: { cut: 'after' } })
  const limn = world.page()
  const { key } = await limn.generate(FOX).outcome
  const { retry, again, cancel, ...actions } = limn.actions(limn.find(key)!)
  expect([retry, again, cancel]).toEqual([undefined, undefined, undefined])
  expect(Object.keys(actions).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'checkAgain',
    'dismiss',
    'favourite',
    'retryMayChargeAgain',
  ])
})

it('a reload turns what was queued into canceled: nothing was sent', async () => {
  const world = createWorld('limn', { duration: 600 })
  const limn = world.page()
  const first = limn.generate(FOX, { slot: 'one', concurrency: 1 })
  const queued = limn.generate({ prompt: 'a hen' }, { slot: 'one', concurrency: 1 })
  await first.submitted
  const next = world.page()
  expect(await next.outcome(queued.key)).toMatchObject({ status: 'canceled' })
  expect(await next.outcome(first.key)).toMatchObject({ status: 'succeeded' })
  expect(world.simulator.creates).toHaveLength(1)
})

describe('favourites', () => {
  it('are kept over a reload, found by a filter, and forgotten by clear', async () => {
    const world = createWorld('limn')
    const limn = world.page()
    for (const prompt of ['a fox', 'a hen']) await limn.generate({ prompt }).outcome
    const [hen, fox] = limn.list()
    const { favourite, unfavourite } = limn.actions(fox!)
    expect([unfavourite, fox!.favourite]).toEqual([undefined, false])
    favourite!()
    expect(limn.list({ favourite: true }).map(({ request }) => request.prompt)).toEqual(['a fox'])
    expect(limn.list({ favourite: false })).toEqual([hen])
    expect(limn.list()[0]).toBe(hen)
    const next = world.page()
    await vi.waitFor(() => expect(next.list({ favourite: true })).toHaveLength(1))
    const own = next.find(fox!.key)!
    next.actions(own).unfavourite!()
    expect(next.list({ favourite: true })).toEqual([])
    next.actions(next.find(fox!.key)!).favourite!()
    await next.clear()
    await vi.waitFor(() => expect(next.journal().ready).toBe(true))
    expect(next.list({ favourite: true })).toEqual([])
  })

  it('come back with what is restored, at its place', async () => {
    const limn = createWorld('limn').page()
    for (const prompt of ['a fox', 'a hen', 'a heron']) await limn.generate({ prompt }).outcome
    const before = limn.list()
    limn.actions(before[1]!).favourite!()
    const hen = limn.list()[1]!
    limn.actions(hen).dismiss!()
    expect(limn.list()).toHaveLength(2)
    limn.actions(hen).restore!()
    expect(limn.list()).toEqual([before[0], hen, before[2]])
  })
})
