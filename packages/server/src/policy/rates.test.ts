import { LimnError } from '@limn/core'
import { describe, expect, it, vi } from 'vitest'
import { createProxy } from '../createProxy.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { API_KEY, ORIGIN, SECRET, codeOf, proxyUnderTest, testEnvironment } from '../test/proxyUnderTest.ts'
import { gptImage2 } from '../upstreams/gptImage2.ts'
import { createCounter, type Rates } from './rates.ts'

const accepts = async ({ method, url }: Request) => {
  const id = method === 'POST' ? crypto.randomUUID() : url.slice(url.lastIndexOf('/') + 1)
  return Response.json({ id, object: 'image.generation', status: 'pending', credits: 10, data: [] })
}
const setup = (more: Parameters<typeof proxyUnderTest>[0] = {}) => proxyUnderTest({ fetch: accepts, ...more })

/** How many of `times` requests passed, and the last answer. */
async function flood(times: number, ask: (index: number) => Promise<Response>) {
  const answers: Response[] = []
  for (let index = 0; index < times; index += 1) answers.push(await ask(index))
  return { passed: answers.filter(({ status }) => status !== 429).length, last: answers.at(-1)! }
}

describe('how often a principal may ask', () => {
  it('is 60 creates a minute; the next says when, and goes then', async () => {
    const { create, key, environment, events } = setup()
    const { passed, last } = await flood(61, () => {
      environment.advance(100)
      return create(key())
    })
    expect(passed).toBe(60)
    expect([last.status, await codeOf(last), last.headers.get('retry-after')]).toEqual([429, 'rate_limited', '54'])
    expect(events.filter(({ type }) => type === 'accepted')).toHaveLength(60)
    environment.advance(53_000)
    expect((await create(key())).status).toBe(429)
    environment.advance(1000)
    expect((await create(key())).status).toBe(200)
  })

  it('is never more in any minute, whenever it begins', async () => {
    const { create, key, environment } = setup({ rates: { creates: 2 } })
    await create(key())
    environment.advance(59_000)
    await create(key())
    environment.advance(1000)
    expect((await create(key())).status).toBe(200)
    expect((await create(key())).headers.get('retry-after')).toBe('59')
  })

  it('E07 is 1,200 reads a minute, right handles or wrong ones, and nobody else is held up', async () => {
    const { create, key, task, environment, events } = setup()
    const { id } = (await (await create(key())).json()) as { id: string }
    const other = (await (await create(key(), undefined, { 'x-user': 'u2' })).json()) as { id: string }
    const { passed, last } = await flood(2000, (index) => {
      environment.advance(1)
      return task(index % 2 === 0 ? id : `limn1.bad.${index}`)
    })
    expect(passed).toBe(1200)
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(50)
    expect((await task(other.id, { 'x-user': 'u2' })).status).toBe(200)
    expect((await create(key())).status).toBe(200)
    expect(events.filter(({ type }) => type === 'rate-limited')).toMatchObject([
      { principal: 'u1', message: expect.stringContaining('1200 reads a minute') as string },
    ])
  })

  it('is told the operator once a minute', async () => {
    const { capabilities, environment, events } = setup({ rates: { reads: 0 } })
    const told = () => events.filter(({ type }) => type === 'rate-limited').length
    await flood(5, () => capabilities())
    expect(told()).toBe(1)
    environment.advance(60_000)
    await flood(5, () => capabilities())
    expect(told()).toBe(2)
  })

  it('counts before a body is looked at', async () => {
    const { create, key } = setup({ rates: { creates: 1 } })
    expect((await create(key(), '{')).status).toBe(400)
    expect((await create(key(), '{')).status).toBe(429)
  })

  it('never counts who watches over the proxy', async () => {
    const { ask } = setup({ rates: { reads: 1 } })
    expect((await flood(5, () => ask('GET', '/health'))).passed).toBe(5)
  })

  it('is no limit where the app wants none', async () => {
    const { capabilities } = setup({ rates: false })
    expect((await flood(1300, () => capabilities())).passed).toBe(1300)
  })

  it.each<[Rates, RegExp]>([
    [{ creates: -1 }, /rates\.creates/],
    [{ reads: Number.NaN }, /rates\.reads/],
    [{ held: 1.5 }, /rates\.held/],
  ])('must be a number that limits: %o', (rates, message) => {
    expect(() => setup({ rates })).toThrow(message)
  })

  it('trustProxy must be a number of proxies', () => {
    expect(() => setup({ trustProxy: -1 })).toThrow(/trustProxy/)
  })
})

describe('guests', () => {
  const anonymous = { anonymous: true, rates: { creates: 3, reads: 3 } } as const
  const from = (remoteAddress: string) => ({ ...anonymous, context: { socket: { remoteAddress } } })

  it('who drop their cookie are counted by their address', async () => {
    const { create, key, events } = setup(from('203.0.113.7'))
    const { passed, last } = await flood(5, () => create(key()))
    expect([passed, last.status]).toEqual([3, 429])
    expect(events.filter(({ type }) => type === 'rate-limited')).toMatchObject([
      { message: expect.stringContaining('203.0.113.7') as string },
    ])
  })

  it('A21 evade nothing by a thousand spoofed X-Forwarded-For', async () => {
    const { capabilities } = setup(from('203.0.113.7'))
    const { passed } = await flood(1000, (index) =>
      capabilities({
        'x-forwarded-for': `198.51.${index >> 8}.${index & 255}`,
        'x-real-ip': `198.51.100.${index % 250}`,
      }),
    )
    expect(passed).toBe(3)
  })

  it('behind a trusted proxy are told apart by what it wrote', async () => {
    const { capabilities } = setup({ ...from('10.0.0.1'), trustProxy: 1 })
    const as = (address: string) => (index: number) =>
      capabilities({ 'x-forwarded-for': `198.51.100.${index}, ${address}` })
    expect((await flood(5, as('203.0.113.7'))).passed).toBe(3)
    expect((await flood(5, as('203.0.113.8'))).passed).toBe(3)
  })

  it('of whom no address is known share one count', async () => {
    const { capabilities, events } = setup(anonymous)
    expect((await flood(5, () => capabilities())).passed).toBe(3)
    expect(events.filter(({ type }) => type === 'rate-limited')).toMatchObject([
      { message: expect.stringMatching(/address.*trustProxy/) as string },
    ])
  })
})

it('a platform may say where its callers connect from, without a context of the app', async () => {
  const upstream = gptImage2({ apiKey: API_KEY, fetch: accepts })
  const proxy = createProxy({
    upstream,
    ledger: memoryLedger(),
    secret: SECRET,
    dangerouslyAllowAnonymous: true,
    rates: { reads: 1 },
    onEvent: () => {},
  })
  const ask = async (clientAddress: string) =>
    (await proxy(new Request(`${ORIGIN}/api/images/capabilities`), { clientAddress })).status
  expect([await ask('203.0.113.7'), await ask('203.0.113.7'), await ask('203.0.113.8')]).toEqual([200, 429, 200])
})

describe('the counter', () => {
  const throwsIn = (act: () => void) => {
    try {
      act()
    } catch (error) {
      return (error as LimnError).retryAfter
    }
    return undefined
  }

  it('gives out eight places for polls that wait, and takes each back once', () => {
    const { hold } = createCounter(undefined, Date.now)
    const leaves = Array.from({ length: 8 }, () => hold('u1'))
    expect(leaves.every((leave) => leave !== undefined)).toBe(true)
    expect(hold('u1')).toBeUndefined()
    expect(hold('u2')).toBeDefined()
    leaves[0]!()
    leaves[0]!()
    expect(hold('u1')).toBeDefined()
    expect(hold('u1')).toBeUndefined()
  })

  it('remembers ten thousand callers at most, and those that asked last', () => {
    const { now } = testEnvironment()
    const counter = createCounter({ reads: 1 }, now)
    const first = vi.fn<() => void>()
    for (let index = 0; index < 10_001; index += 1) counter.count(`u${index}`, 'reads', first)
    expect(throwsIn(() => counter.count('u10000', 'reads', first))).toBe(60_000)
    expect(throwsIn(() => counter.count('u1', 'reads', first))).toBe(60_000)
    expect(throwsIn(() => counter.count('u0', 'reads', first))).toBeUndefined()
  })

  it('a clock that was set back holds nobody up', () => {
    const environment = testEnvironment()
    const counter = createCounter({ reads: 1 }, environment.now)
    counter.count('u1', 'reads', () => {})
    environment.advance(-3_600_000)
    expect(throwsIn(() => counter.count('u1', 'reads', () => {}))).toBeUndefined()
  })
})
