import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { DrawButton } from './test/DrawButton.tsx'
import { provide } from './test/provide.tsx'
import { installIndexedDB } from './test/storage.ts'
import { createWorld, type World } from './test/world.ts'
import { useImageGeneration } from './useImageGeneration.ts'

installIndexedDB()
afterEach(cleanup)

const status = () => screen.getByRole('status')
const succeeds = () => waitFor(() => expect(status()).toHaveTextContent('succeeded'), { timeout: 4000 })
const calls = ({ sent }: World, start: string) => sent.filter((call) => call.startsWith(start)).length

/** A click whose create and first inquiry are lost on the way. */
async function drawUnheard(world: World) {
  world.intercept = ({ url }) => {
    if (url.includes('/generations')) throw new TypeError('the network is gone')
    return undefined
  }
  fireEvent.click(screen.getByRole('button'))
  await waitFor(() => expect(calls(world, 'GET /generations/')).toBe(1))
  world.intercept = undefined
}

describe('another person who signs in', () => {
  it('is never asked about, or charged for, what the first has sent; the first goes on with it', async () => {
    const world = createWorld('limn', { duration: 1100 })
    const box = (principal: string) => provide(world, <DrawButton slot="hero" />, { principal })
    const view = render(box('ada'))
    await drawUnheard(world)
    world.user = 'bob'
    view.rerender(box('bob'))
    await waitFor(() => expect(status()).toHaveTextContent('nothing'))
    fireEvent.click(screen.getByRole('button'))
    await succeeds()
    expect(world.simulator.creates).toHaveLength(1)
    expect(calls(world, 'GET /generations/')).toBe(1)
    world.user = 'ada'
    view.rerender(box('ada'))
    await succeeds()
    expect(world.simulator.creates).toHaveLength(2)
  })

  it('is not charged for what had to wait', async () => {
    const world = createWorld('limn')
    const { promise: held, reject } = Promise.withResolvers<undefined>()
    world.intercept = ({ method }) => (method === 'POST' ? held : undefined)
    const Many = () => {
      const { generate } = useImageGeneration()
      return (
        <button onClick={() => [1, 2, 3, 4].forEach(() => generate({ prompt: 'a hen' }, { again: true }))}>Many</button>
      )
    }
    const box = (principal: string) =>
      provide(world, principal === 'ada' ? <Many /> : <DrawButton slot="hero" />, { principal })
    const view = render(box('ada'))
    fireEvent.click(screen.getByRole('button'))
    await waitFor(() => expect(calls(world, 'POST')).toBe(3))
    world.intercept = undefined
    world.user = 'bob'
    view.rerender(box('bob'))
    reject(new TypeError('the network is gone'))
    await waitFor(() => expect(status()).toHaveTextContent('nothing'))
    fireEvent.click(screen.getByRole('button'))
    await succeeds()
    expect(calls(world, 'POST')).toBe(4)
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('in another tab, unnoticed here, is not charged either', async () => {
    const world = createWorld('limn')
    render(provide(world, <DrawButton slot="hero" />))
    await waitFor(() => expect(status()).toHaveTextContent('nothing'))
    await drawUnheard(world)
    world.user = 'bob'
    await waitFor(() => expect(calls(world, 'GET /generations/')).toBe(3), { timeout: 4000 })
    expect(calls(world, 'POST')).toBe(1)
    expect(status()).toHaveTextContent('submitting')
    world.user = 'u1'
    window.dispatchEvent(new Event('online'))
    await succeeds()
    expect(world.simulator.creates).toHaveLength(1)
  })
})
