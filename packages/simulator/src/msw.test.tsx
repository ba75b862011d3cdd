import { createClient } from '@limn/core'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createSimulator } from './createSimulator.ts'
import { toMswHandlers } from './msw.ts'
import { sampleGeneration } from './sampleGeneration.ts'
import { SCENARIOS } from './scenarios.ts'

const simulator = createSimulator({ duration: 40_000, apiKey: 'sk-hidden' })
const server = setupServer()
beforeAll(() => server.listen())
afterEach(() => {
  server.resetHandlers()
  simulator.reset()
  vi.useRealTimers()
})
afterAll(() => server.close())

it('stands in for a plain proxy, pictures included', async () => {
  server.use(...toMswHandlers(simulator))
  vi.useFakeTimers({ toFake: ['Date'] })
  const client = createClient()
  expect((await client.getCapabilities()).source).toBe('plain')
  const request = { model: 'gpt-image-2', prompt: 'a cup', image_urls: [], n: 1, size: 'auto', quality: 'low' }
  const task = await client.createTask(request, { key: 'k1' })
  expect(simulator.creates.map(({ id }) => id)).toEqual([task.id])
  vi.advanceTimersByTime(40_000)
  const done = await client.getTask(task.id)
  expect(done.status).toBe('succeeded')
  const url = done.data[0]?.url
  expect(url).toMatch(/^http:\/\/localhost(:\d+)?\/files\//)
  const picture = await fetch(url!)
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
})

it('knows nothing but the two routes', async () => {
  server.use(...toMswHandlers(simulator, { endpoint: '/my/images' }))
  const answer = await fetch('/my/images/health')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ error: { code: 'unknown_url', type: 'not_found_error' } })
})

it('keeps a cut a network error', async () => {
  server.use(...toMswHandlers(simulator))
  simulator.use(...SCENARIOS.uncertain)
  const create = fetch('/api/images/generations', { method: 'POST', body: JSON.stringify({ prompt: 'a cup' }) })
  await expect(create).rejects.toThrow(TypeError)
  expect(simulator.creates).toHaveLength(1)
})

it('lets a handler of yours answer for itself', async () => {
  server.use(...toMswHandlers((request) => Promise.resolve(new Response(new URL(request.url).pathname))))
  expect(await (await fetch('/api/images/capabilities')).text()).toBe('/api/images/capabilities')
})

it.each(['queued', 'submitting', 'uncertain', 'pending', 'processing', 'succeeded', 'failed', 'canceled'] as const)(
  'samples a generation that is %s',
  (status) => {
    const generation = sampleGeneration(status, { slot: 'hero', request: { prompt: 'A cup', n: 3 }, stale: true })
    expect(generation).toMatchObject({ status, slot: 'hero', stale: true, request: { prompt: 'A cup', n: 3 } })
    expect(generation.images).toHaveLength(status === 'succeeded' ? 3 : 0)
    expect(generation.error?.code !== undefined).toBe(status === 'failed' || status === 'uncertain')
  },
)
