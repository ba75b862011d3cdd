import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { LimnProvider, useGenerations, useTiming, type Generation } from './index.ts'
import { createWorld } from './test/world.ts'

afterEach(cleanup)

const Pause = ({ generation }: { generation: Generation }) => (
  <output>{JSON.stringify(useTiming(generation).pause ?? 'none')}</output>
)
const Newest = () => {
  const [generation] = useGenerations().generations
  return generation && <Pause generation={generation} />
}
const pause = () => JSON.parse(screen.getByRole('status').textContent) as { code: string; left: number } | 'none'

describe('a create that limn turned away', () => {
  it('tells why it waits and how long, second by second, and is sent again', async () => {
    const world = createWorld('limn')
    let refusals = 1
    world.intercept = ({ method, url }) =>
      method === 'POST' && url.endsWith('/generations') && refusals-- > 0
        ? Response.json(
            { error: { message: 'slow down', type: 'api_error', param: null, code: 'rate_limited' } },
            { status: 429, headers: { 'limn-ledger': 'memory', 'retry-after': '3' } },
          )
        : undefined
    const limn = world.page()
    render(
      <LimnProvider limn={limn}>
        <Newest />
      </LimnProvider>,
    )
    const { key, outcome } = limn.generate({ prompt: 'a fox in snow' })
    const left = () => {
      const now = pause()
      return now === 'none' ? Infinity : now.left
    }
    await waitFor(() => expect(pause()).toMatchObject({ code: 'rate_limited' }), { timeout: 5000 })
    expect(left()).toBeLessThanOrEqual(4000)
    expect(limn.find(key)).toMatchObject({ status: 'submitting' })
    const first = left()
    await waitFor(() => expect(left()).toBeLessThan(first), { timeout: 5000 })
    await waitFor(() => expect(pause()).toBe('none'), { timeout: 6000 })
    expect(await outcome).toMatchObject({ status: 'succeeded' })
    expect(world.simulator.creates).toHaveLength(1)
    expect(world.sent.filter((line) => line.startsWith('POST') && line.endsWith('/generations'))).toHaveLength(2)
  }, 20_000)
})
