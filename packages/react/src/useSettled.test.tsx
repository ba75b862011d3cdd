import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LimnProvider, useImageGeneration, type Generation, type UseImageGenerationOptions } from './index.ts'
import { createWorld } from './test/world.ts'

afterEach(cleanup)

const onSettled = vi.fn<(generation: Generation) => void>()
afterEach(() => onSettled.mockReset())
const told = () => onSettled.mock.calls.map(([{ request, status }]) => [request.prompt, status] as const)

function Draws(options: UseImageGenerationOptions) {
  const { generate, generation, actions } = useImageGeneration({ ...options, onSettled })
  return (
    <>
      {['a fox', 'a hen'].map((prompt) => (
        <button key={prompt} type="button" onClick={() => generate({ prompt })}>
          {prompt}
        </button>
      ))}
      {actions.retry && (
        <button type="button" onClick={() => actions.retry?.()}>
          Retry
        </button>
      )}
      <output>{generation?.status}</output>
    </>
  )
}

function show(options: UseImageGenerationOptions, duration: number) {
  const world = createWorld('limn', { duration })
  render(
    <LimnProvider endpoint={world.path} fetch={world.fetch} pollInterval={340} journal="memory">
      <Draws {...options} />
    </LimnProvider>,
  )
  return world
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const shows = (word: string) => waitFor(() => expect(screen.getByRole('status')).toHaveTextContent(word))

describe.each([{}, { slot: 'hero' }])('onSettled of a hook, %o', (options) => {
  it('is called for each of two in flight, once', async () => {
    show(options, 300)
    press('a fox')
    press('a hen')
    await waitFor(() => expect(told()).toHaveLength(2))
    await shows('succeeded')
    expect(new Map(told())).toEqual(
      new Map([
        ['a fox', 'succeeded'],
        ['a hen', 'succeeded'],
      ]),
    )
  })

  it('is called for a refusal, and for the retry that takes its place', async () => {
    const world = show(options, 30)
    world.simulator.balance = 0
    press('a fox')
    await waitFor(() => expect(told()).toEqual([['a fox', 'failed']]))
    world.simulator.balance = 100
    press('Retry')
    await waitFor(() => expect(told()).toHaveLength(2))
    expect(told()[1]).toEqual(['a fox', 'succeeded'])
  })

  it('is not called for one that found the place taken', async () => {
    show({ ...options, concurrency: 1, whenBusy: 'refuse' }, 500)
    press('a fox')
    press('a hen')
    await waitFor(() => expect(told()).toHaveLength(1))
    expect(told()).toEqual([['a fox', 'succeeded']])
  })
})
