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
