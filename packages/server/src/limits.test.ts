import { describe, expect, it, onTestFinished } from 'vitest'
import type { Ledger } from './ledger/ledger.ts'
import { memoryLedger } from './ledger/memory.ts'
import { temporaryFile } from './ledger/test/temporaryFile.ts'
import type { Limits } from './policy/limits.ts'
import { sqliteLedger } from './sqlite.ts'
import { codeOf, proxyUnderTest, testEnvironment } from './test/proxyUnderTest.ts'

/** Accepts every create; tasks end once `done` is said. */
function upstreamOf() {
  const upstream = { done: false, creates: 0, fetch: async (request: Request) => answer(request) }
  async function answer({ method, url }: Request) {
    if (method === 'POST') upstream.creates += 1
    const ended = upstream.done && method === 'GET'
    return Response.json({
      id: method === 'POST' ? crypto.randomUUID() : url.slice(url.lastIndexOf('/') + 1),
      object: 'image.generation',
      status: ended ? 'succeeded' : 'pending',
      credits: 10,
      data: ended ? [{ url: 'https://cdn.example/1.png' }] : [],
    })
  }
  return upstream
}

const LEDGERS: readonly (readonly [string, (now: () => number) => Ledger | Promise<Ledger>])[] = [
  ['memory', (now) => memoryLedger({ now })],
  ['sqlite', () => sqliteLedger(temporaryFile())],
]

describe.each(LEDGERS)('limits that a ledger of %s counts', (_, open) => {
  async function setup(limits: Limits, more: object = {}) {
    const environment = testEnvironment()
    const upstream = upstreamOf()
    const under = proxyUnderTest({
      fetch: upstream.fetch,
      ledger: await open(environment.now),
      environment,
      limits,
      ...more,
    })
    onTestFinished(() => under.proxy.close())
    return { ...under, upstream }
  }

  it('running: so many tasks at once, for each principal; one more when one has ended', async () => {
    const { create, key, task, upstream, environment } = await setup({ running: 2 })
    const { id } = (await (await create(key())).json()) as { id: string }
    await create(key())
    const refused = await create(key())
    expect([refused.status, await codeOf(refused), refused.headers.get('retry-after')]).toEqual([
      429,
      'rate_limited',
      '5',
    ])
    expect(((await refused.json()) as { error: { message: string } }).error.message).toMatch(
      /under way.*Nothing was sent/,
    )
    expect((await create(key(), undefined, { 'x-user': 'u2' })).status).toBe(200)
    expect(upstream.creates).toBe(3)
    upstream.done = true
    environment.advance(5000)
    expect(await (await task(id)).json()).toMatchObject({ status: 'succeeded' })
    expect((await create(key())).status).toBe(200)
  })

  it('creates: so many an hour; a key that is known goes on being answered', async () => {
    const { create, key, upstream } = await setup({ creates: { max: 2, per: 'hour' } })
    const first = key()
    await create(first)
    await create(key())
    const refused = await create(key())
    expect([refused.status, await codeOf(refused)]).toEqual([429, 'rate_limited'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500)
    expect((await create(first)).headers.get('idempotent-replayed')).toBe('true')
    expect(upstream.creates).toBe(2)
  })

  it('hold for many that come at once', async () => {
    const { create, key, upstream } = await setup({ running: 3 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(key())))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(17)
    expect(upstream.creates).toBe(3)
  })

  it('GET /budget tells the cap with the least left, as /capabilities does', async () => {
    const limits: Limits = { cap: { credits: 100, per: 'day' } }
    const { ask, capabilities, create, key } = await setup(limits, { budget: { credits: 45, per: 'total' } })
    await create(key(), { prompt: 'a', n: 2 })
    const response = await ask('GET', '/budget')
    const budget = await response.json()
    expect([response.status, budget]).toEqual([
      200,
      // Upstream said 10 where 20 were held.
      { cap: 45, held: 0, spent: 10, remaining: 35, resets_at: null },
    ])
    expect(await (await capabilities()).json()).toMatchObject({ budget })
    const other = (await (await ask('GET', '/budget', { 'x-user': 'u2' })).json()) as object
    expect(other).toEqual(budget)
  })

  it('GET /budget is 404 where nobody counts', async () => {
    const { ask } = await setup({ running: 5 })
    const response = await ask('GET', '/budget')
    expect([response.status, await codeOf(response)]).toEqual([404, 'not_found'])
  })
})

describe('without a ledger', () => {
  const limitsOf: readonly Limits[] = [
    { running: 1 },
    { creates: { max: 5, per: 'day' } },
    { cap: { credits: 5, per: 'day' } },
  ]

  it.each(limitsOf)(
    '%o is refused at the start, and at the create where only a function knew of it',
    async (limits) => {
      const { proxy } = proxyUnderTest({ limits, ledger: 'none' })
      await expect(proxy.ready()).rejects.toMatchObject({
        code: 'proxy_misconfigured',
        message: expect.stringContaining('needs a ledger') as string,
      })
      const upstream = upstreamOf()
      const late = proxyUnderTest({ limits: () => limits, ledger: 'none', fetch: upstream.fetch })
      const refused = await late.create(late.key())
      expect([refused.status, await codeOf(refused), upstream.creates]).toEqual([503, 'proxy_misconfigured', 0])
    },
  )

  it('no bound is none', async () => {
    const { create, key } = proxyUnderTest({ limits: { running: Infinity }, ledger: 'none', fetch: upstreamOf().fetch })
    expect((await create(key())).status).toBe(200)
  })

  it('there is no budget to ask for', async () => {
    expect((await proxyUnderTest({ ledger: 'none' }).ask('GET', '/budget')).status).toBe(404)
  })
})

describe('I06 limits that are none', () => {
  const nonsense: readonly (readonly [string, unknown, RegExp])[] = [
    ['nothing', undefined, /limits/],
    ['null', null, /limits/],
    ['a list', [], /limits/],
    ['a name that is none', { sizess: ['1024x1024'] }, /sizess/],
    ['no number', { n: '2' }, /limits\.n/],
    ['no image', { n: 0 }, /limits\.n/],
    ['a cap of no number', { cap: { credits: Number.NaN, per: 'day' } }, /limits\.cap\.credits/],
    ['a window that is none', { cap: { credits: 5, per: 'week' } }, /limits\.cap\.per/],
    ['half a task', { running: 0.5 }, /limits\.running/],
    ['creates without a window', { creates: { max: 5 } }, /limits\.creates\.per/],
    ['a format that is none', { formats: ['gif'] }, /limits\.formats/],
  ]

  it.each(nonsense)('%s: a 500 that says nothing, and an event that says what', async (_, limits, message) => {
    const upstream = upstreamOf()
    const { create, capabilities, key, events } = proxyUnderTest({
      limits: () => limits as Limits,
      fetch: upstream.fetch,
    })
    for (const response of [await create(key()), await capabilities()])
      expect([response.status, await response.json()]).toMatchObject([
        500,
        { error: { code: 'internal_error', message: 'Something went wrong on this server. Nothing was sent.' } },
      ])
    expect(upstream.creates).toBe(0)
    const told = { type: 'error', message: expect.stringMatching(message) as string }
    expect(events).toMatchObject([told, told])
  })

  it.each(nonsense.slice(2))('%s in code: createProxy throws', (_, limits, message) => {
    expect(() => proxyUnderTest({ limits: limits as Limits })).toThrow(message)
  })

  it('a budget that is none: createProxy throws', () => {
    expect(() => proxyUnderTest({ budget: { credits: Number.NaN, per: 'day' } })).toThrow(/budget\.credits/)
  })

  it('a hook that never answers is 503 after 10 s', async () => {
    let called = false
    const limits = () => {
      called = true
      return new Promise<Limits>(() => {})
    }
    const { create, key, environment, events } = proxyUnderTest({ limits })
    const asked = create(key())
    await expect.poll(() => called).toBe(true)
    environment.advance(10_000)
    expect(await codeOf(await asked)).toBe('upstream_unavailable')
    expect(events).toMatchObject([{ message: expect.stringContaining('limits gave no answer') as string }])
  })

  it('credits of an app’s own sums: below nothing is nothing', async () => {
    const { ask, create, key } = proxyUnderTest({ limits: () => ({ cap: { credits: -12.5, per: 'total' } }) })
    expect((await create(key())).status).toBe(402)
    expect(await (await ask('GET', '/budget')).json()).toMatchObject({ cap: 0, remaining: 0 })
  })
})
