import { readTask } from '@limn/core'
import { errorSchema, taskSchema } from '@limn/core/schema'
import { describe, expect, it, vi } from 'vitest'
import { createSimulator } from './createSimulator.ts'
import { callsOf, createUpstream, errorOf } from './testing/upstream.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('a create', () => {
  it('answers as the API page shows', async () => {
    const { create, clock } = createUpstream()
    const task = await create({ prompt: 'a fox' })
    expect(task).toEqual({
      id: expect.stringMatching(UUID) as string,
      object: 'image.generation',
      created: Math.floor(clock.now / 1000),
      model: 'gpt-image-2-text-to-image',
      status: 'pending',
      credits: 10,
      data: [],
    })
    expect(taskSchema.safeParse(task).success).toBe(true)
  })

  it.each([
    ['an empty prompt', { prompt: '' }, 'prompt'],
    ['a blank prompt', { prompt: ' \u200b\n' }, 'prompt'],
    ['no prompt', {}, 'prompt'],
    ['half a character', { prompt: '\ud800' }, 'prompt'],
    ['a prompt of 8,001', { prompt: 'x'.repeat(8001) }, 'prompt'],
    ['no pictures', { prompt: 'x', n: 0 }, 'n'],
    ['11 pictures', { prompt: 'x', n: 11 }, 'n'],
    ['half a picture', { prompt: 'x', n: 1.5 }, 'n'],
    ['n as text', { prompt: 'x', n: '3' }, 'n'],
    ['an unknown size', { prompt: 'x', size: '512x512' }, 'size'],
    ['an unknown quality', { prompt: 'x', quality: 'HIGH' }, 'quality'],
    ['an unknown format', { prompt: 'x', output_format: 'gif' }, 'output_format'],
    ['an unknown model', { prompt: 'x', model: 'gpt-image-1' }, 'model'],
    ['another answer than URLs', { prompt: 'x', response_format: 'b64_json' }, 'response_format'],
    ['references that are no list', { prompt: 'x', image_urls: 'https://a.test/x.png' }, 'image_urls'],
    ['17 references', { image_urls: Array.from({ length: 17 }, (_, i) => `https://a.test/${i}.png`) }, 'image_urls'],
    ['a reference that is no URL', { prompt: 'x', image_urls: ['javascript:alert(1)'] }, 'image_urls'],
  ])('refuses %s and charges nothing', async (_name, body, param) => {
    const { simulator, post } = createUpstream({ balance: 1000 })
    const answer = await post(body)
    expect(answer.status).toBe(400)
    const parsed = errorSchema.parse(await answer.json())
    expect(parsed.error).toMatchObject({ param, type: 'invalid_request_error' })
    expect(simulator.creates).toHaveLength(0)
    expect(simulator.balance).toBe(1000)
  })

  it.each(['', '{', 'null', '[]', '"x"', '1'])('refuses the body %j', async (body) => {
    const { simulator, post } = createUpstream()
    expect((await post(body)).status).toBe(400)
    expect(simulator.creates).toHaveLength(0)
  })

  it('takes every value of the API page', async () => {
    const { simulator, post } = createUpstream({ balance: 100_000 })
    const sizes = ['1024x1024', '1536x1024', '1024x1536', '1920x1088', '1088x1920', '3824x2160', '2160x3824', 'auto']
    const bodies = [
      ...sizes.map((size) => ({ prompt: 'x', size })),
      ...['png', 'jpeg', 'webp'].map((output_format) => ({ prompt: 'x', output_format })),
      ...['auto', 'low', 'medium', 'high'].map((quality) => ({ prompt: 'x', quality })),
      { prompt: 'x', n: 10, response_format: 'url', user: 'u1', model: 'gpt-image-2' },
      { prompt: 'x'.repeat(8000) },
    ]
    for (const body of bodies) expect((await post(body)).status).toBe(200)
    expect(simulator.creates).toHaveLength(bodies.length)
  })

  it('takes 10 credits a picture from the balance, until they are gone', async () => {
    const { simulator, post, create } = createUpstream({ balance: 30 })
    expect((await create({ prompt: 'x', n: 2 })).credits).toBe(20)
    expect(simulator.balance).toBe(10)
    const answer = await post({ prompt: 'x', n: 2 })
    expect(answer.status).toBe(402)
    expect(await errorOf(answer)).toMatchObject({
      code: 'insufficient_credits',
      message: expect.stringContaining('credits') as string,
    })
    expect(simulator.creates).toHaveLength(1)
  })

  it('lets in one key only, where it is told which', async () => {
    const { simulator, post } = createUpstream({ apiKey: 'sk-right' })
    for (const authorization of ['', 'Bearer', 'Bearer sk-wrong', 'Basic sk-right']) {
      const answer = await post({ prompt: 'x' }, { authorization })
      expect(answer.status).toBe(401)
      expect(await errorOf(answer)).toEqual({
        message: 'Invalid API key provided.',
        type: 'authentication_error',
        param: null,
        code: 'invalid_api_key',
      })
    }
    expect((await post({ prompt: 'x' }, { authorization: 'Bearer sk-right' })).status).toBe(200)
    expect(simulator.creates).toHaveLength(1)
  })

  it('does not know idempotency keys', async () => {
    const { simulator, post } = createUpstream()
    const headers = { authorization: 'Bearer k', 'idempotency-key': 'one' }
    await post({ prompt: 'x' }, headers)
    await post({ prompt: 'x' }, headers)
    expect(simulator.creates).toHaveLength(2)
  })

  it('logs the request as it was received', async () => {
    const { simulator, clock, create } = createUpstream()
    const body = { prompt: 'x', user: 'u1', webhook: 'https://x.test' }
    const { id } = await create(body)
    expect(simulator.log).toEqual([{ event: 'create', id, at: clock.now, credits: 10, request: body }])
    expect(simulator.creates[0]?.request).toEqual({
      model: 'gpt-image-2',
      prompt: 'x',
      image_urls: [],
      n: 1,
      size: 'auto',
    })
  })
})

describe('the life of a task', () => {
  it('is read off the clock', async () => {
    const { create, poll, clock } = createUpstream()
    const { id } = await create({ prompt: 'x', n: 2, output_format: 'webp' })
    const seen = [(await poll(id)).status]
    for (const ms of [1500, 3000, 500]) {
      clock.now += ms
      seen.push((await poll(id)).status)
    }
    expect(seen).toEqual(['pending', 'processing', 'processing', 'succeeded'])
    const done = await poll(id)
    expect(done.data.map(({ url }) => url)).toEqual([
      `https://upstream.test/files/${id}/0.webp`,
      `https://upstream.test/files/${id}/1.webp`,
    ])
    expect(readTask(done)).toMatchObject({ status: 'succeeded', credits: 20 })
  })

  it('goes on under fake timers', async () => {
    vi.useFakeTimers()
    try {
      const { create, poll } = callsOf(createSimulator({ duration: 40_000 }))
      const { id } = await create({ prompt: 'x' })
      vi.advanceTimersByTime(39_999)
      expect((await poll(id)).status).toBe('processing')
      vi.advanceTimersByTime(1)
      expect((await poll(id)).status).toBe('succeeded')
    } finally {
      vi.useRealTimers()
    }
  })

  it('takes a time from the range, the same for the same seed', async () => {
    const times = async (seed: number) => {
      const { create, poll, clock } = createUpstream({ duration: [1000, 9000], seed })
      const ids = [await create({ prompt: 'a' }), await create({ prompt: 'b' }), await create({ prompt: 'c' })]
      const found = ids.map(() => 0)
      for (let ms = 0; ms <= 9000; ms += 100, clock.now += 100)
        for (const [i, { id }] of ids.entries()) if (!found[i] && (await poll(id)).status === 'succeeded') found[i] = ms
      return found
    }
    const first = await times(7)
    expect(first.every((ms) => ms >= 1000 && ms <= 9000)).toBe(true)
    expect(new Set(first).size).toBe(3)
    expect(await times(7)).toEqual(first)
    expect(await times(8)).not.toEqual(first)
  })

  it('is unknown under another id', async () => {
    const { look } = createUpstream()
    const answer = await look('8f6d9f87-1b3f-4f89-bdfb-3df8e77b7af3')
    expect(answer.status).toBe(404)
    expect(await errorOf(answer)).toMatchObject({ code: 'task_not_found' })
  })

  it('gives back the credits of what failed', async () => {
    const { simulator, create, clock } = createUpstream({ balance: 100 })
    simulator.use({ on: 'create', do: { outcome: 'failed' } })
    await create({ prompt: 'x', n: 3 })
    expect(simulator.balance).toBe(70)
    clock.now += 5000
    expect(simulator.balance).toBe(100)
    expect(simulator.balance).toBe(100)
  })

  it('ends with a reset', async () => {
    const { simulator, create, look } = createUpstream({ balance: 100 })
    simulator.use({ on: 'task', do: { status: 500 } })
    const { id } = await create({ prompt: 'x' })
    simulator.reset()
    expect([simulator.creates, simulator.polls, simulator.log, simulator.balance]).toEqual([[], [], [], 100])
    expect((await look(id)).status).toBe(404)
  })
})

describe('the doors', () => {
  it('lets in so many requests a second, and executes none above', async () => {
    const { simulator, post, clock } = createUpstream({ rate: 3 })
    const answers = await Promise.all(Array.from({ length: 5 }, () => post({ prompt: 'x' })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
    expect(answers[3]?.headers.get('retry-after')).toBe('1')
    expect(simulator.creates).toHaveLength(3)
    clock.now += 1000
    expect((await post({ prompt: 'x' })).status).toBe(200)
  })

  it('opens two routes, under any prefix', async () => {
    const { simulator } = createUpstream()
    const ask = (path: string, method = 'GET') =>
      simulator.fetch(new Request(`https://any.test${path}`, { method, headers: { authorization: 'Bearer k' } }))
    expect((await ask('/v9/images/tasks/none')).status).toBe(404)
    expect(await errorOf(await ask('/api/v1/models'))).toMatchObject({ code: 'unknown_url' })
    const wrong = await ask('/api/v1/images/generations')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('is steered by its control routes', async () => {
    const { simulator, create, look } = createUpstream()
    const steer = (method: string, name: string, body?: unknown) =>
      simulator.fetch(
        new Request(`https://upstream.test/_simulator/${name}`, {
          method,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      )
    const { id } = await create({ prompt: 'x' })
    expect((await steer('PUT', 'faults', [{ on: 'task', do: { status: 418 } }])).status).toBe(204)
    expect((await look(id)).status).toBe(418)
    expect(await (await steer('GET', 'log')).json()).toEqual(simulator.log)
    const refused = await steer('PUT', 'faults', [{ on: 'lunch', do: { status: 418 } }])
    expect([refused.status, (await errorOf(refused)).message]).toEqual([400, expect.stringMatching(/^Fault 1, on: /)])
    expect((await look(id)).status).toBe(418)
    await steer('PUT', 'faults', [])
    expect((await look(id)).status).toBe(200)
    expect((await steer('POST', 'reset')).status).toBe(204)
    expect(simulator.log).toEqual([])
  })
})
