import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTask } from '@limn/core'
import { classify } from './classify.ts'
import { codeOf, proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
afterAll(() => upstream.close())

describe('the id of an accepted create', () => {
  it.each([
    ['300 Chinese characters', '漢'.repeat(300)],
    ['150 control characters', '\u0001'.repeat(150)],
    ['600 letters', 'x'.repeat(600)],
  ])('that no handle could carry is an unclear outcome: %s', async (_, id) => {
    upstream.script = (__, response) => json(response, 200, taskBody(id))
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    expect(await codeOf(await create(key()))).toBe('outcome_unknown')
  })

  it.each([
    ['510 letters', 'x'.repeat(510)],
    ['170 Chinese characters', '漢'.repeat(170)],
  ])('that fits can be polled: %s', async (_, id) => {
    upstream.script = (__, response) => json(response, 200, taskBody(id))
    const { create, task, key, environment } = proxyUnderTest({ upstream: upstream.url })
    const created = (await (await create(key())).json()) as { id: string }
    environment.advance(2000)
    expect(created.id.length).toBeLessThanOrEqual(1024)
    expect((await task(created.id)).status).toBe(200)
  })

  it('that an upstream of one’s own reads as empty is none', () => {
    const reply = { kind: 'answer', status: 200, headers: new Headers(), text: '{"id":"t"}' } as const
    expect(classify(reply, (body) => ({ ...readTask(body), id: '' }), 0).kind).toBe('ambiguous')
  })
})

describe('a refusal', () => {
  it.each([
    ['size', 'size'],
    ['image_urls[0].url', 'image_urls[0].url'],
    ['a\r\nSet-Cookie: b', null],
    ['<img src=x>', null],
    ['x'.repeat(65), null],
    ['', null],
    [7, null],
  ])('blames the field %j as %j', async (param, told) => {
    upstream.script = (_, response) => json(response, 400, { error: { message: 'no', type: 'x', param, code: 'x' } })
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    const answer = await create(key())
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { message: 'no', param: told } }])
  })

  it.each([
    [401, 'upstream_misconfigured'],
    [429, 'rate_limited'],
    [400, 'outcome_unknown'],
  ])('B21 by %i whose body cannot be decoded is %s', async (status, code) => {
    upstream.script = (_, response) => response.writeHead(status, { 'content-encoding': 'gzip' }).end('no gzip')
    const { create, key } = proxyUnderTest({ upstream: upstream.url })
    expect(await codeOf(await create(key()))).toBe(code)
  })
})
