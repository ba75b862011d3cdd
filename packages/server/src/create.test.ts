import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody, type Script } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let count = 0
const accepts: Script = (_, response) => json(response, 200, taskBody(`task-${(count += 1)}`))
beforeAll(async () => {
  upstream = await startUpstream(accepts)
})
beforeEach(() => {
  upstream.script = accepts
  upstream.received.length = 0
})
afterAll(() => upstream.close())

const wire = async (response: Response) => (await response.json()) as Record<string, unknown>

describe('one key, one create', () => {
  it('creates, and answers the same task again from the row', async () => {
    const { create, recover, key } = proxyUnderTest({ upstream: upstream.url })
    const k = key()
    const first = await create(k, { prompt: 'a fox', n: 2, user: 'me' }, { 'limn-slot': 'hero%20shot' })
    expect(first.status).toBe(200)
    expect(first.headers.get('limn-ledger')).toBe('memory')
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    const task = await wire(first)
    expect(task).toMatchObject({ status: 'pending', key: k, slot: 'hero shot', request: { prompt: 'a fox', n: 2 } })
    expect(task['id']).toMatch(/^limn1\./)
    for (const again of [await create(k, { prompt: 'a fox', n: 2 }), await recover(k)]) {
      expect(again.headers.get('idempotent-replayed')).toBe('true')
      expect(await wire(again)).toEqual(task)
    }
    expect(upstream.received).toHaveLength(1)
    const sent = JSON.parse(upstream.received[0]!.text) as Record<string, unknown>
    expect(sent).toEqual({ model: 'gpt-image-2', prompt: 'a fox', n: 2, response_format: 'url', user: sent['user'] })
    expect(sent['user']).toMatch(/^[0-9a-f]{32}$/)
  })

  it('C03 tells another request under a key from another spelling of the same', async () => {
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    const k = key()
    await create(k, { prompt: 'a', size: '1024x1024' })
    expect(await codeOf(await create(k, { prompt: 'b', size: '1024x1024' }))).toBe('idempotency_key_reused')
    expect((await create(k, { prompt: 'a', size: '1024x1024', n: 2 })).status).toBe(422)
    expect((await create(k, { size: '1024x1024', prompt: 'a' })).status).toBe(200)
    expect((await create(k, { prompt: 'a', size: '1024x1024', n: 1, model: 'gpt-image-2' })).status).toBe(200)
    expect((await create(`"${k}"`, { prompt: 'a', size: '1024x1024' })).headers.get('idempotent-replayed')).toBe('true')
    expect(upstream.received).toHaveLength(1)
  })
})
