import { describe, expect, it, vi } from 'vitest'
import type { Fault } from './Fault.ts'
import { readFaults } from './readFaults.ts'
import { SCENARIOS } from './scenarios.ts'
import { createUpstream, errorOf } from './testing/upstream.ts'

const statuses = (answers: readonly Response[]) => answers.map(({ status }) => status)

describe('which request a fault concerns', () => {
  it('is told by the prompt, as text or as RegExp', async () => {
    const { simulator, post } = createUpstream()
    simulator.use(
      { on: 'create', prompt: 'fox|wolf', do: { status: 500 } },
      { on: 'create', prompt: /OWL/gi, do: { status: 503 } },
    )
    const answers = []
    for (const prompt of ['a fox', 'a cat', 'an owl', 'an owl', 'a wolf']) answers.push(await post({ prompt }))
    expect(statuses(answers)).toEqual([500, 200, 503, 503, 500])
  })

  it('is told by its number', async () => {
    const { simulator, post } = createUpstream()
    simulator.use({ on: 'create', nth: 2, do: { status: 500 } })
    expect(statuses([await post({ prompt: 'a' }), await post({ prompt: 'b' }), await post({ prompt: 'c' })])).toEqual([
      200, 500, 200,
    ])
  })

  it('ends after so many times, and the newest comes first', async () => {
    const { simulator, post } = createUpstream()
    simulator.use({ on: 'create', do: { status: 500 } })
    simulator.use({ on: 'create', times: 1, do: { status: 503 } })
    expect(statuses([await post({ prompt: 'a' }), await post({ prompt: 'b' })])).toEqual([503, 500])
  })

  it('is drawn, the same for the same seed', async () => {
    const run = async (seed: number) => {
      const { simulator, create, look } = createUpstream({ seed })
      simulator.use({ on: 'task', probability: 0.5, do: { status: 500 } })
      const { id } = await create({ prompt: 'a' })
      const answers = []
      for (let i = 0; i < 60; i++) answers.push((await look(id)).status)
      return answers
    }
    const first = await run(1)
    expect(first.filter((status) => status === 500).length).toBeGreaterThan(15)
    expect(first.filter((status) => status === 500).length).toBeLessThan(45)
    expect(await run(1)).toEqual(first)
    expect(await run(2)).not.toEqual(first)
  })
})

describe('what a fault does', () => {
  it('answers instead, without executing', async () => {
    const { simulator, post } = createUpstream()
    simulator.use({ on: 'create', do: { status: 418, body: { tea: true }, headers: { 'x-pot': 'yes' } } })
    const answer = await post({ prompt: 'a' })
    expect([answer.status, answer.headers.get('x-pot'), await answer.json()]).toEqual([418, 'yes', { tea: true }])
    expect(simulator.creates).toHaveLength(0)
  })

  it('answers instead, after executing', async () => {
    const { simulator, post } = createUpstream({ balance: 100 })
    simulator.use({ on: 'create', do: { status: 500, execute: true } })
    expect((await post({ prompt: 'a' })).status).toBe(500)
    expect(simulator.creates).toHaveLength(1)
    expect(simulator.balance).toBe(90)
  })

  it('sends text as it is', async () => {
    const { simulator, post } = createUpstream()
    simulator.use({ on: 'create', do: { status: 200, raw: '<html>hello' } })
    expect(await (await post({ prompt: 'a' })).text()).toBe('<html>hello')
  })

  it('executes at once and answers late, with a delay alone', async () => {
    vi.useFakeTimers()
    try {
      const { simulator, post } = createUpstream()
      simulator.use({ on: 'create', do: { delay: 3000 } })
      let answered = false
      const answer = post({ prompt: 'a' }).finally(() => (answered = true))
      await vi.advanceTimersByTimeAsync(2999)
      expect([simulator.creates.length, answered]).toEqual([1, false])
      await vi.advanceTimersByTimeAsync(1)
      expect((await answer).status).toBe(200)
    } finally {
      vi.useRealTimers()
    }
  })

  it('adds headers to the true answer', async () => {
    const { simulator, post } = createUpstream()
    simulator.use({ on: 'create', do: { headers: { 'x-upstream-secret': 's' } } })
    const answer = await post({ prompt: 'a' })
    expect(answer.headers.get('x-upstream-secret')).toBe('s')
    expect(await answer.json()).toMatchObject({ status: 'pending' })
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('cuts the connection %s executing', async (cut, executed) => {
    const { simulator, post } = createUpstream()
    simulator.use({ on: 'create', do: { cut } })
    await expect(post({ prompt: 'a' })).rejects.toThrow(TypeError)
    expect(simulator.creates).toHaveLength(executed)
  })

  it.each(['failed', 'canceled'] as const)('lets a task end as %s, in its own time', async (outcome) => {
    const { simulator, create, poll, clock } = createUpstream()
    simulator.use({ on: 'create', do: { outcome, error: { code: 'content_policy', message: 'No.' } } })
    const { id, status } = await create({ prompt: 'a' })
    expect(status).toBe('pending')
    clock.now += 5000
    const task = await poll(id)
    expect(task).toMatchObject({ status: outcome, data: [] })
    expect(task.error?.code).toBe(outcome === 'failed' ? 'content_policy' : undefined)
  })

  it('settles a task at once, when set on the poll', async () => {
    const { simulator, create, poll } = createUpstream()
    const { id } = await create({ prompt: 'a' })
    simulator.use({ on: 'task', times: 1, do: { outcome: 'failed' } })
    expect((await poll(id)).status).toBe('failed')
    expect((await poll(id)).status).toBe('failed')
  })

  it('delivers fewer or more pictures, or any data', async () => {
    const { simulator, create, poll, clock } = createUpstream()
    simulator.use(
      { on: 'create', prompt: '^few', do: { deliver: 1 } },
      { on: 'create', prompt: '^many', do: { deliver: 12 } },
      { on: 'create', prompt: '^odd', do: { data: [{ url: null }, 7] } },
    )
    const tasks = [
      await create({ prompt: 'few', n: 3 }),
      await create({ prompt: 'many', n: 2 }),
      await create({ prompt: 'odd' }),
    ]
    clock.now += 5000
    const [few, many, odd] = await Promise.all(tasks.map(({ id }) => poll(id)))
    expect([few?.data.length, many?.data.length, odd?.data]).toEqual([1, 12, [{ url: null }, 7]])
  })

  it('takes a picture away', async () => {
    const { simulator, create, poll, clock } = createUpstream()
    const { id } = await create({ prompt: 'a' })
    clock.now += 5000
    const { data } = await poll(id)
    simulator.use(...SCENARIOS.expired)
    expect((await simulator.fetch(new Request(data[0]!.url))).status).toBe(410)
  })

  it('logs each poll that arrives, answered well or not', async () => {
    const { simulator, create, look, clock } = createUpstream()
    const { id } = await create({ prompt: 'a' })
    simulator.use({ on: 'task', times: 1, do: { cut: 'before' } }, { on: 'task', times: 1, do: { status: 500 } })
    await expect(look(id)).rejects.toThrow('fetch failed')
    await look(id)
    await look(id)
    const poll = { event: 'poll', id, at: clock.now, status: 'pending' }
    expect(simulator.log.slice(1)).toEqual([poll, poll])
  })
})

it.each([
  [{}, /must be a list/],
  [[{}], /^Fault 1, on/],
  [[{ on: 'create' }], /^Fault 1, do/],
  [[{ on: 'create', do: {} }], /says nothing/],
  [[{ on: 'create', do: { cut: 'between' } }], /^Fault 1, do\.cut/],
  [
    [
      { on: 'create', do: { status: 500 } },
      { on: 'task', do: { status: 99 } },
    ],
    /^Fault 2, do\.status/,
  ],
  [[{ on: 'task', do: { status: 500, execute: true } }], /create only/],
  [[{ on: 'image', do: { deliver: 1 } }], /"create" or "task"/],
  [[{ on: 'create', prompt: '(', do: { status: 500 } }], /^Fault 1, prompt/],
  [[{ on: 'create', probability: 2, do: { status: 500 } }], /^Fault 1, probability/],
  [[{ on: 'create', do: { status: 500, headers: { 'a b': 'c' } } }], /^Fault 1, do\.headers/],
  [[{ on: 'create', do: { staus: 500 } }], /staus/],
])('refuses %j', (faults, message) => {
  expect(() => readFaults(faults)).toThrow(message)
})

it('knows scenarios that are valid faults', () => {
  expect(Object.keys(SCENARIOS)).toHaveLength(11)
  for (const faults of Object.values(SCENARIOS)) expect(readFaults(faults)).toEqual(faults)
})

it('under `queue` a task is long in line, and only then takes its own time', async () => {
  const { simulator, create, poll, clock } = createUpstream({ duration: 5000 })
  simulator.use(...SCENARIOS.queue)
  const { id } = await create({ prompt: 'a' })
  const seen = []
  for (const ms of [20_500, 1000, 3400, 200]) {
    clock.now += ms
    seen.push((await poll(id)).status)
  }
  expect(seen).toEqual(['pending', 'processing', 'processing', 'succeeded'])
})

it.each([
  ['outOfCredits', 402, 'insufficient_credits'],
  ['rateLimited', 429, 'rate_limit_exceeded'],
] as const)('refuses a create under %s', async (name, status, code) => {
  const { simulator, post } = createUpstream()
  simulator.use(...(SCENARIOS[name] as readonly Fault[]))
  const answer = await post({ prompt: 'a' })
  expect([answer.status, (await errorOf(answer)).code]).toEqual([status, code])
  expect(simulator.creates).toHaveLength(0)
})
