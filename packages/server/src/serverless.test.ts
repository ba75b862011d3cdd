import { describe, expect, it } from 'vitest'
import { memoryLedger } from './ledger/memory.ts'
import { codeOf, testEnvironment } from './test/proxyUnderTest.ts'
import { startInstance } from './test/serverless.ts'
import { taskBody } from './test/upstreamServer.ts'

/** A platform: each request has an instance of its own, which the end of its request freezes. */
function platform({ waits }: { waits: boolean }) {
  const environment = testEnvironment()
  const ledger = memoryLedger(environment)
  const posts: Request[] = []
  const upstream = {
    posts,
    status: 'pending',
    /** Holds the answers of creates until it is let go. */
    held: Promise.resolve(),
    async answer(request: Request) {
      if (request.method === 'POST') {
        posts.push(request)
        await upstream.held
      }
      return Response.json(taskBody('task', { status: upstream.status, data: [{ url: 'https://cdn.example/1.png' }] }))
    },
  }
  const instance = () => startInstance({ ledger, environment, upstream: upstream.answer, waits })
  return { ledger, environment, upstream, instance }
}

describe.each([true, false])('D11 a platform that freezes behind the answer (waitUntil: %s)', (waits) => {
  it('what was answered is kept, and nothing is wanted behind it', async () => {
    const { ledger, upstream, instance } = platform({ waits })
    const first = instance()
    const key = first.key()
    const { id } = (await (await first.create(key)).json()) as { id: string }
    await first.end()
    expect(await ledger.find({ principal: 'u1', key })).toMatchObject({ state: 'accepted', taskId: 'task', spent: 10 })

    upstream.status = 'succeeded'
    const second = instance()
    expect(await (await second.task(id)).json()).toMatchObject({ status: 'succeeded' })
    await second.end()
    const row = await ledger.find({ principal: 'u1', key })
    expect(row).toMatchObject({ watch: { task: { status: 'succeeded' } }, settledAt: expect.any(Number) as number })

    const third = instance()
    const given = third.key()
    expect((await third.abandon(given)).status).toBe(200)
    await third.end()
    expect(await codeOf(await instance().create(given))).toBe('generation_abandoned')
    expect([first.tried, second.tried, third.tried]).toEqual([[], [], []])
    expect(upstream.posts).toHaveLength(1)
  })
})

describe('D11 a caller that leaves', () => {
  it('with waitUntil, its create runs to its end and is found by its key', async () => {
    const { ledger, upstream, instance } = platform({ waits: true })
    const release = Promise.withResolvers<void>()
    upstream.held = release.promise
    const [first, key] = [instance(), instance().key()]
    void first.create(key)
    // It leaves in this very moment, before anything was claimed.
    const ended = first.end()
    await expect.poll(() => upstream.posts.length, { timeout: 10_000 }).toBe(1)
    release.resolve()
    await ended
    expect(await ledger.find({ principal: 'u1', key })).toMatchObject({ state: 'accepted', taskId: 'task' })
    expect(first.tried).toEqual([])
    expect((await instance().recover(key)).status).toBe(200)
  })

  it('without waitUntil, a create that froze on its way is unclear once its lease is over, and is never sent again', async () => {
    const { ledger, upstream, instance } = platform({ waits: false })
    const release = Promise.withResolvers<void>()
    upstream.held = release.promise
    const [first, key] = [instance(), instance().key()]
    void first.create(key)
    await expect.poll(() => upstream.posts.length, { timeout: 10_000 }).toBe(1)
    await first.end()
    release.resolve()
    expect(await codeOf(await instance().recover(key))).toBe('outcome_unknown')
    expect(await codeOf(await instance().create(key))).toBe('outcome_unknown')
    expect(await ledger.find({ principal: 'u1', key })).toMatchObject({ state: 'ambiguous', held: 10 })
    expect(upstream.posts).toHaveLength(1)
  })
})
