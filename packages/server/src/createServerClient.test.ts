import { createClient, isLimnError, mintKey, toRequest } from '@limn/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => {
  upstream.received.length = 0
  upstream.script = (_, response) => json(response, 200, taskBody('task'))
})
afterAll(() => upstream.close())

const fox = toRequest({ prompt: 'a fox' })
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => isLimnError(error) && error.code,
  )
const setup = (options: Partial<Parameters<typeof proxyUnderTest>[0]> = {}) =>
  proxyUnderTest({ upstream: upstream.url, authorize: () => Promise.reject(new Error('asked')), ...options })

describe('proxy.as(user)', () => {
  it.each(['', 'x'.repeat(256), 'u\ud800', 'u\udfff1', 'u\0'])(
    'is nobody by the id %j, which others could share',
    async (id) => {
      expect(() => setup().proxy.as({ id })).toThrow(TypeError)
      const { capabilities, events } = setup({ authorize: () => ({ id }) })
      expect((await capabilities()).status).toBe(500)
      expect(events.at(-1)).toMatchObject({ message: expect.stringContaining('authorize must return') as string })
    },
  )

  it('creates, replays, polls, recovers and abandons as that user, whom nobody asks', async () => {
    const { proxy, key, events, environment } = setup()
    const [ann, bob] = [proxy.as({ id: 'ann' }), proxy.as({ id: 'bob' })]
    const k = key()
    const task = await ann.createTask(fox, { key: k, slot: 'hero' })
    expect(task).toMatchObject({ status: 'pending', key: k })
    expect((await ann.createTask(fox, { key: k })).id).toBe(task.id)
    expect(upstream.received).toHaveLength(1)
    upstream.script = (_, response) => json(response, 200, taskBody('task', { status: 'processing' }))
    environment.advance(2000)
    expect(await ann.getTask(task.id)).toMatchObject({ id: task.id, status: 'processing' })
    expect((await ann.getGeneration(k)).id).toBe(task.id)
    expect(await ann.abandonGeneration(key())).toBe('abandoned')
    expect(await codeOf(bob.getTask(task.id))).toBe('task_not_found')
    expect(await codeOf(bob.getGeneration(k))).toBe('generation_not_found')
    expect((await ann.getCapabilities()).principal).not.toBe((await bob.getCapabilities()).principal)
    expect(events).toContainEqual(expect.objectContaining({ type: 'accepted', principal: 'ann' }))
  })

  it('stays within the limits', async () => {
    const { proxy, key } = setup({
      limits: ({ id }) => (id === 'ann' ? { n: 1, cap: { credits: 10, per: 'total' } } : {}),
    })
    const ann = proxy.as({ id: 'ann' })
    expect(await codeOf(ann.createTask({ ...fox, n: 2 }, { key: key() }))).toBe('invalid_request')
    await ann.createTask(fox, { key: key() })
    expect(await codeOf(ann.createTask(fox, { key: key() }))).toBe('budget_exceeded')
  })

  it('gives what the page gets, word for word', async () => {
    const { proxy, key, environment } = setup({ authorize: () => ({ id: 'ann' }) })
    const k = key()
    await proxy.as({ id: 'ann' }).createTask(fox, { key: k })
    environment.advance(2000)
    const data = [{ url: `${upstream.url}/1.png` }]
    upstream.script = (_, response) => json(response, 200, taskBody('task', { status: 'succeeded', data }))
    const { id } = await proxy.as({ id: 'ann' }).getGeneration(k)
    const rendered = await proxy.as({ id: 'ann' }).getTask(id)
    expect(rendered).toMatchObject({ status: 'succeeded' })
    vi.stubGlobal('location', { href: 'https://app.example/studio' })
    const page = createClient({ fetch: (request) => proxy(request, undefined) })
    expect(await page.getTask(id)).toEqual(rendered)
    expect({ ...(await page.getCapabilities()), clockOffset: 0 }).toEqual({
      ...(await proxy.as({ id: 'ann' }).getCapabilities()),
      clockOffset: 0,
    })
    vi.unstubAllGlobals()
  })

  it('C17 a create goes on though nobody waits for it any longer', async () => {
    const { proxy, key } = setup()
    const ann = proxy.as({ id: 'ann' })
    const [k, gone] = [key(), new AbortController()]
    let release = () => {}
    upstream.script = (_, response) => void (release = () => json(response, 200, taskBody('task')))
    const created = codeOf(ann.createTask(fox, { key: k, signal: gone.signal }))
    await expect.poll(() => upstream.received.length, { timeout: 10_000 }).toBe(1)
    gone.abort()
    expect(await created).toBe('aborted')
    expect(await codeOf(ann.getGeneration(k))).toBe('idempotency_in_progress')
    release()
    await expect.poll(() => codeOf(ann.getGeneration(k)), { timeout: 10_000 }).toBe('resolved')
  })

  it('lists what stays unclear of this user only', async () => {
    const { proxy, key, environment } = setup()
    const [ann, bob] = [proxy.as({ id: 'ann' }), proxy.as({ id: 'bob' })]
    upstream.script = (_, response) => response.destroy()
    const k = key()
    expect(await codeOf(ann.createTask({ ...fox, size: '1024x1024' }, { key: k }))).toBe('outcome_unknown')
    const request = { ...fox, size: '1024x1024' }
    expect(await ann.listUncertain()).toEqual([{ key: k, request, held: 10, at: environment.now() }])
    expect(await bob.listUncertain()).toEqual([])
    expect(await setup({ ledger: 'none' }).proxy.as({ id: 'ann' }).listUncertain()).toEqual([])
  })

  it('reads a picture of this user by the address the page has, or by its place', async () => {
    const { proxy, key, environment } = setup()
    const [ann, bob] = [proxy.as({ id: 'ann' }), proxy.as({ id: 'bob' })]
    const { id } = await ann.createTask(fox, { key: key() })
    const data = [{ url: `${upstream.url}/1.png` }]
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100_000, 7)])
    upstream.script = ({ url }, response) =>
      url.endsWith('.png') ? response.end(bytes) : json(response, 200, taskBody('task', { status: 'succeeded', data }))
    environment.advance(2000)
    const url = (await ann.getTask(id, { fresh: true })).data[0]!.url!
    expect(url).toMatch(/^\/api\/images\/tasks\//)
    for (const image of [url, `https://app.example${url}`, { taskId: id, index: 0 }]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const picture = await ann.readImage(image)
      expect(picture.headers.get('content-type')).toBe('image/png')
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(Buffer.from(await picture.arrayBuffer()).equals(bytes)).toBe(true)
    }
    expect(await codeOf(bob.readImage(url))).toBe('task_not_found')
    expect(await codeOf(ann.readImage({ taskId: id, index: 1 }))).toBe('not_found')
    expect(await codeOf(ann.readImage({ taskId: 'x/../..', index: 0 }))).toBe('task_not_found')
  })

  it('reads no picture but its own proxy’s', async () => {
    const ann = setup().proxy.as({ id: 'ann' })
    const foreign = [
      'https://evil.example/x.png',
      '',
      '/api/images/tasks/t',
      '/other/tasks/t/images/0',
      '/api/images/tasks/../health',
    ]
    for (const url of foreign)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await codeOf(ann.readImage(url))).toBe('invalid_request')
  })

  it('wants an id, and a proxy that may serve', async () => {
    const { proxy } = setup()
    for (const id of ['', 'x'.repeat(256), 7 as unknown as string]) expect(() => proxy.as({ id })).toThrow(/`id`/)
    const ann = proxy.as({ id: 'ann' })
    await proxy.close()
    expect(await codeOf(ann.getCapabilities())).toBe('upstream_unavailable')
    expect(await codeOf(ann.createTask(fox, { key: mintKey(Date.now()) }))).toBe('upstream_unavailable')
    expect(upstream.received).toHaveLength(0)
  })
})
