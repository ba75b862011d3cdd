import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { mintKey } from '@limn/core'
import { POINTS } from './points.ts'
import { createReport } from './report.ts'
import { altered, bendAnswer, isPost, pathOf, withHeaders, type Bend } from './test/bend.ts'
import { DEFECTS, WELCOME } from './test/defects.ts'
import { startChecked } from './test/startChecked.ts'

describe('an honest proxy', () => {
  it.each(['limn', 'plain'] as const)('%s: has no fault, and is sent nothing that costs', async (kind) => {
    const { simulator, check } = await startChecked({ kind })
    const { faults, visit, having } = await check()
    expect(faults).toEqual([])
    expect(having('ok').length).toBeGreaterThan(20)
    expect(simulator.creates).toEqual([])
    expect(visit.atRisk).toBe(0)
  })

  it.each(['limn', 'plain'] as const)('%s: has none with --create either, and pays for one picture', async (kind) => {
    const { simulator, check } = await startChecked({ kind, watch: true })
    const { faults, visit } = await check({ credits: 60 })
    expect(faults).toEqual([])
    expect(simulator.creates).toHaveLength(1)
    expect(visit.atRisk).toBeLessThanOrEqual(60)
  })
})

describe('a check', () => {
  /** Every create is a new one, and nobody is asked anything. */
  const greedy: Bend = async (request, next) => {
    const signs = { 'idempotency-key': mintKey(Date.now()), cookie: 'session=alice', ...WELCOME }
    const answer = await next(isPost(request) ? await withHeaders(request, signs) : request)
    return pathOf(request) === '/capabilities' && answer.status === 200
      ? altered(answer, { body: (offer) => ({ ...offer, credits_per_image: 0 }) })
      : answer
  }

  it('comes to its end whatever the proxy says, and hands no control character to the terminal', async () => {
    const { check } = await startChecked({
      kind: 'plain',
      bend: bendAnswer(() => true, {
        headers: { 'cache-control': 'public, \u009b31mred' },
        body: String.raw`{"id":"a\ud800","status":"pending","error":{"message":"\u009b2J","code":"\u202ea\u001b[2J"}}`,
      }),
    })
    const { visit, results } = await check({ credits: 60 })
    let printed = ''
    const terminal = new Writable({ write: (text, __, done) => (done(), void (printed += String(text))) })
    const report = createReport(visit, terminal)
    for (const result of results) report.row(result)
    expect(results.length).toBeGreaterThan(20)
    expect(printed).toContain('Cache-Control: public, red')
    // oxlint-disable-next-line no-control-regex -- exactly those
    expect(printed.replaceAll(/\u001b\[\d+m/g, '')).not.toMatch(/[\0-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })

  it('never lets a proxy charge more than it was allowed', async () => {
    const { simulator, check } = await startChecked({ kind: 'limn', bend: greedy })
    const { visit } = await check({ credits: 35 })
    expect(visit.atRisk).toBe(30)
    expect(simulator.creates).toHaveLength(3)
  })

  it('lets it charge nothing, unasked', async () => {
    const { simulator, check } = await startChecked({ kind: 'limn', bend: greedy })
    const { faults } = await check()
    expect(simulator.creates).toEqual([])
    expect(faults).toEqual(expect.arrayContaining(['anonymous/create', 'csrf/cross-site', 'csrf/no-origin']))
  })

  it('counts what an answer says that it cost', async () => {
    const bend = bendAnswer((request, { status }) => isPost(request) && status === 200, {
      body: (task) => ({ ...task, credits: 50 }),
    })
    const { simulator, check } = await startChecked({ kind: 'limn', bend })
    const { visit, having } = await check({ credits: 60 })
    expect(visit.atRisk).toBeGreaterThanOrEqual(60)
    expect(simulator.creates).toHaveLength(1)
    expect(having('not tried')).toContain('idempotency/replay')
  })

  it('waits where it is told to, once, and blames nobody for haste', async () => {
    const seen = new Set<string>()
    const hasty =
      (path: string, times: number): Bend =>
      async (request, next) => {
        if (!request.url.endsWith(path) || (seen.has(path) && times === 1)) return next(request)
        seen.add(path)
        return altered(await next(request), { status: 429, headers: { 'retry-after': '5' } })
      }
    const once = await (await startChecked({ kind: 'limn', bend: hasty('/limn-check-was-here', 1) })).check()
    expect(once.having('ok')).toContain('contract/unknown-path')
    const always = await (await startChecked({ kind: 'limn', bend: hasty('/limn-check-was-here', 9) })).check()
    expect(always.having('not tried')).toContain('contract/unknown-path')
    expect(always.faults).toEqual([])
  })

  it('takes a proxy that lets nobody in for what it is', async () => {
    const { check } = await startChecked({ kind: 'limn' })
    const { faults, having } = await check({ caller: { cookie: 'session=mallory' } })
    expect(faults).toEqual(['contract/signed-in'])
    expect(having('ok')).toContain('anonymous/create')
  })

  it('warns of a gateway that collects what is streamed', async () => {
    const bend: Bend = async (request, next) => {
      const answer = await next(request)
      return new Response(await answer.arrayBuffer(), answer)
    }
    const { check } = await startChecked({ kind: 'limn', bend, watch: true })
    const { faults, having } = await check({ credits: 60 })
    expect([faults, having('warning')]).toEqual([[], ['tasks/streamed']])
  })

  it('finds a connection that breaks off', async () => {
    const bend: Bend = async (request, next) => {
      if (request.method === 'PUT') throw new Error('broken')
      return next(request)
    }
    const { check } = await startChecked({ kind: 'limn', bend })
    expect((await check()).faults).toEqual(['contract/methods'])
  })
})

const cases = Object.entries(DEFECTS).flatMap(([point, { kinds = ['limn'] as const, ...defect }]) =>
  kinds.map((kind) => ({ point, kind, ...defect })),
)

describe('a proxy that does one thing wrong', () => {
  it('is tried for every point there is', () => {
    expect(Object.keys(DEFECTS).toSorted()).toEqual(POINTS.map(({ id }) => id).toSorted())
  })

  it.each(cases)('$kind: $point is a fault, and nothing else is', async ({ point, kind, options = {}, ...setup }) => {
    const { check } = await startChecked({ kind, ...setup })
    const { faults } = await check(options)
    expect(faults).toEqual([point])
  })
})
