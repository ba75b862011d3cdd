import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LimnError } from '@limn/core'
import { codeOf, proxyUnderTest, testEnvironment } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let count = 0
beforeAll(async () => {
  upstream = await startUpstream(({ method, url }, response) =>
    json(response, 200, taskBody(method === 'POST' ? `task-${(count += 1)}` : url.split('/').at(-1)!)),
  )
})
beforeEach(() => void (upstream.received.length = 0))
afterAll(() => upstream.close())

describe('F04 another’s task', () => {
  it('is answered like one that never was', async () => {
    const { create, task, recover, key } = proxyUnderTest({ upstream: upstream.url })
    const k = key()
    const { id } = (await (await create(k)).json()) as { id: string }
    const u2 = { 'x-user': 'u2' }
    const others = await task(id, u2)
    const nobodys = await task('limn1.never.was', u2)
    expect([others.status, await others.text()]).toEqual([404, await nobodys.text()])
    const theirKey = await recover(k, u2)
    expect([theirKey.status, await theirKey.text()]).toEqual([404, await (await recover(key(), u2)).text()])
  })
})

describe('authorize', () => {
  it.each([null, undefined, false])('%j is a 401 everywhere but /health, and sends nothing', async (nobody) => {
    const tools = proxyUnderTest({ upstream: upstream.url, authorize: () => nobody as null })
    const { create, recover, abandon, task, capabilities, ask, key } = tools
    const answers = [
      await create(key()),
      await recover(key()),
      await abandon(key()),
      await task('x'),
      await capabilities(),
    ]
    expect(await Promise.all(answers.map(codeOf))).toEqual(answers.map(() => 'unauthenticated'))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401))
    expect((await ask('GET', '/health')).status).toBe(200)
    expect(upstream.received).toHaveLength(0)
  })

  it('that throws a LimnError speaks in the app’s words', async () => {
    const { create, key } = proxyUnderTest({
      authorize: () => {
        throw new LimnError('forbidden', 'Verify your e-mail first.')
      },
    })
    const response = await create(key())
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { error: { code: 'forbidden', type: 'permission_error', message: 'Verify your e-mail first.' } },
    ])
  })

  it.each([{}, { id: 7 }, { id: '' }, { id: 'x'.repeat(256) }])('%j is nobody: 500', async (user) => {
    const { create, key, events } = proxyUnderTest({ authorize: () => user as { id: string } })
    expect(await codeOf(await create(key()))).toBe('internal_error')
    expect(events).toMatchObject([{ type: 'error', message: expect.stringContaining('`id`') as string }])
  })

  it('that hangs is a 503 after 10 s', async () => {
    const environment = testEnvironment()
    const { create, key } = proxyUnderTest({
      upstream: upstream.url,
      environment,
      authorize: () => new Promise(() => {}),
    })
    const post = create(key())
    const waiting = await Promise.race([post, new Promise((resolve) => setTimeout(resolve, 20, 'waiting'))])
    expect(waiting).toBe('waiting')
    environment.advance(10_000)
    expect((await post).status).toBe(503)
    expect(upstream.received).toHaveLength(0)
  })

  it('is asked after the body was judged, and sees none of it', async () => {
    let body: unknown = 'not asked'
    const { create, key } = proxyUnderTest({
      upstream: upstream.url,
      authorize: (request) => {
        body = request.body
        return { id: 'u1' }
      },
    })
    expect((await create(key(), 'x'.repeat(70_000))).status).toBe(413)
    expect(body).toBe('not asked')
    expect((await create(key())).status).toBe(200)
    expect(body).toBeNull()
  })
})

describe('guests', () => {
  it('each browser is its own principal by a cookie no script can read', async () => {
    const { create, task, capabilities, key } = proxyUnderTest({ upstream: upstream.url, anonymous: true })
    const first = await capabilities()
    const cookie = first.headers.get('set-cookie')!
    expect(cookie).toMatch(
      /^limn_guest=[\w-]{22}\.[\w-]{43}; Path=\/api\/images; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    )
    const mine = { cookie: `theme=dark; ${cookie.split(';')[0]}`, 'sec-fetch-site': 'same-origin' }
    const again = await capabilities(mine)
    expect(again.headers.get('set-cookie')).toBeNull()
    expect(((await again.json()) as { principal: string }).principal).toMatch(/^guest:[\w-]{22}$/)
    const { id } = (await (await create(key(), undefined, mine)).json()) as { id: string }
    expect((await task(id, mine)).status).toBe(200)
    expect((await task(id)).status).toBe(404)
    const forged = { cookie: `limn_guest=${'a'.repeat(22)}.${cookie.split(/[.;]/)[1]}` }
    expect((await task(id, forged)).status).toBe(404)
  })
})

describe('capabilities', () => {
  it('tell what this principal may ask for, and what is left', async () => {
    const { capabilities, create, key } = proxyUnderTest({
      upstream: upstream.url,
      limits: { sizes: ['1024x1024'], formats: ['webp'], n: 2, references: 1, cap: { credits: 100, per: 'day' } },
      budget: { credits: 15, per: 'total' },
    })
    await create(key(), { prompt: 'a' })
    const response = await capabilities()
    const body = (await response.json()) as Record<string, unknown>
    expect(body).toMatchObject({
      limn: 1,
      ledger: 'memory',
      models: ['gpt-image-2', 'gpt-image-2-text-to-image', 'gpt-image-2-image-to-image'],
      sizes: ['1024x1024'],
      qualities: ['auto', 'low', 'medium', 'high'],
      formats: ['webp'],
      max_n: 2,
      max_prompt: 8000,
      max_references: 1,
      credits_per_image: 10,
      budget: { cap: 15, held: 0, spent: 10, remaining: 5, resets_at: null },
      typical_seconds: null,
      features: ['idempotency', 'batch', 'list', 'images', 'thumbnails', 'delete'],
    })
    expect(body['principal']).toMatch(/^[\w-]{22}$/)
    expect(response.headers.get('limn-ledger-id')).toBe(body['ledger_id'])
    const refused = await create(key(), { prompt: 'a', size: 'auto' })
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: { param: 'size' } }])
    expect((await create(key(), { prompt: 'a' })).status).toBe(402)
  })

  it('follow the principal', async () => {
    const { capabilities } = proxyUnderTest({ limits: ({ id }) => ({ n: id === 'u1' ? 1 : 4 }) })
    expect(await (await capabilities()).json()).toMatchObject({ max_n: 1 })
    expect(await (await capabilities({ 'x-user': 'u2' })).json()).toMatchObject({ max_n: 4 })
  })
})
