import { mintKey } from '@limn/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let count = 0
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => {
  upstream.script = (_, response) => json(response, 200, taskBody(`task-${(count += 1)}`))
  upstream.received.length = 0
})
afterAll(() => upstream.close())

const setup = () => proxyUnderTest({ upstream: upstream.url })
const DAY = 24 * 3_600_000

describe('one key, three questions', () => {
  it('none: creates; 404 with the ledger’s id; tombstone', async () => {
    const { recover, abandon, create, capabilities, key } = setup()
    const k = key()
    const unknown = await recover(k)
    const { ledger_id } = (await (await capabilities()).json()) as { ledger_id: string }
    expect([unknown.status, await codeOf(unknown), unknown.headers.get('limn-ledger-id')]).toEqual([
      404,
      'generation_not_found',
      ledger_id,
    ])
    const given = await abandon(k)
    expect([given.status, await given.json(), given.headers.get('idempotent-replayed')]).toEqual([
      200,
      { key: k, state: 'abandoned' },
      null,
    ])
    expect(await codeOf(await create(k))).toBe('generation_abandoned')
    expect(await codeOf(await recover(k))).toBe('generation_abandoned')
    expect([(await abandon(k)).status, (await create(k, { prompt: 'other' })).status]).toEqual([200, 410])
    expect(upstream.received).toHaveLength(0)
  })

  it('C01 submitting: one of ten concurrent POSTs is sent, the others hear 409', async () => {
    const { create, recover, abandon, key } = setup()
    let release = () => {}
    upstream.script = (_, response) => void (release = () => json(response, 200, taskBody('t')))
    const k = key()
    const posts = Array.from({ length: 10 }, () => create(k))
    const early = await Promise.race(posts)
    expect([early.status, early.headers.get('retry-after')]).toEqual([409, '1'])
    expect([(await recover(k)).status, (await abandon(k)).status]).toEqual([409, 409])
    await expect.poll(() => upstream.received.length).toBe(1)
    release()
    const answers = await Promise.all(posts)
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 409),
    ])
    expect(upstream.received).toHaveLength(1)
  })

  it('submitting, silent for 15 s: uncertain; a late answer resolves it', async () => {
    const { create, recover, abandon, key, environment } = setup()
    let release = () => {}
    upstream.script = (_, response) => void (release = () => json(response, 200, taskBody('t')))
    const k = key()
    const post = create(k)
    await expect.poll(() => upstream.received.length).toBe(1)
    for (let second = 0; second < 40; second += 5) {
      environment.advance(5000)
      // oxlint-disable-next-line no-await-in-loop -- the attempt renews its lease as long as it runs
      expect((await recover(k)).status).toBe(409)
    }
    // A frozen process renews nothing.
    environment.advance(60_000)
    expect((await recover(k)).status).toBe(424)
    expect(await (await abandon(k)).json()).toEqual({ key: k, state: 'uncertain' })
    release()
    expect((await post).status).toBe(200)
    expect([(await recover(k)).status, (await abandon(k)).status]).toEqual([200, 200])
  })

  it('accepted: the task, to whoever gives it up too', async () => {
    const { create, abandon, key } = setup()
    const k = key()
    const task: unknown = await (await create(k)).json()
    const adopted = await abandon(k)
    expect([await adopted.json(), adopted.headers.get('idempotent-replayed')]).toEqual([task, 'true'])
  })

  it('retryable: nothing was executed; giving it up buries it', async () => {
    const { create, recover, abandon, key } = setup()
    upstream.script = (_, response) => json(response, 429, {})
    const k = key()
    await create(k)
    expect(await codeOf(await recover(k))).toBe('generation_not_found')
    expect(await (await abandon(k)).json()).toEqual({ key: k, state: 'abandoned' })
    expect((await create(k)).status).toBe(410)
  })

  it('C04 another caller’s key is another key', async () => {
    const { create, recover, key } = setup()
    const k = key()
    const first = (await (await create(k)).json()) as { id: string }
    expect((await recover(k, { 'x-user': 'u2' })).status).toBe(404)
    const second = (await (await create(k, { prompt: 'mine' }, { 'x-user': 'u2' })).json()) as { id: string }
    expect(second.id).not.toBe(first.id)
    expect(upstream.received).toHaveLength(2)
  })

  it('C19 a key that is out of its time is sent nowhere, and is told the time', async () => {
    const { create, recover, abandon, environment } = setup()
    for (const key of [mintKey(environment.now() - 40 * DAY), mintKey(environment.now() + DAY)]) {
      // oxlint-disable-next-line no-await-in-loop -- two keys, three questions
      for (const response of [await create(key), await recover(key), await abandon(key)]) {
        // oxlint-disable-next-line no-await-in-loop -- two keys, three questions
        expect([response.status, await codeOf(response)]).toEqual([410, 'key_expired'])
        expect(Date.parse(response.headers.get('date')!)).toBe(environment.now())
      }
    }
    expect(upstream.received).toHaveLength(0)
  })

  it('a body of abandon must be an object', async () => {
    const { ask, key } = setup()
    expect(
      (await ask('POST', `/generations/${key()}/abandon`, { 'content-type': 'application/json' }, '[')).status,
    ).toBe(400)
    expect((await ask('POST', `/generations/${key()}/abandon`)).status).toBe(415)
  })

  it.each(['a:b@c+d=e~f.g-h', 'x'.repeat(255)])('keeps the key %s whole in a path', async (key) => {
    const { create, recover } = setup()
    await create(key)
    expect(await (await recover(key)).json()).toMatchObject({ key })
  })
})
