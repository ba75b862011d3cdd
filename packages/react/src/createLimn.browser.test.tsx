import { describe, expect, it, vi } from 'vitest'
import { createLimn, type LimnOptions } from './index.ts'

const FOX = { prompt: 'a fox in snow' }
let worlds = 0

/** A proxy in a few lines: this runs in the browser itself, where the real server does not. */
function scripted(isLimn: boolean) {
  const endpoint = `/scripted-${(worlds += 1)}-${Date.now()}`
  const made = new Map<string, object>()
  const log: string[] = []
  const gate: { answer?: () => void; held?: boolean; lost?: boolean; slow?: boolean } = {}
  const limn = { 'limn-ledger': 'memory', 'limn-ledger-id': 'one' }
  const fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace(endpoint, '')
    log.push(`${request.method} ${path.replace(/[0-9a-f-]{36}/, ':key')}`)
    if (path === '/capabilities')
      return isLimn
        ? Response.json(
            { limn: 1, ledger: 'memory', ledger_id: 'one', now: Date.now(), features: ['idempotency'] },
            { headers: limn },
          )
        : new Response('', { status: 404 })
    if (path.endsWith('/abandon')) return Response.json({ key: 'k', state: 'uncertain' }, { headers: limn })
    if (request.method === 'POST') {
      const id = request.headers.get('idempotency-key') ?? `plain-${made.size}`
      made.set(id, { id, status: 'pending', credits: 10, data: [] })
      if (gate.lost) {
        gate.lost = false
        const error = { message: 'No clear answer.', type: 'idempotency_error', param: null, code: 'outcome_unknown' }
        return Response.json({ error }, { status: 424, headers: limn })
      }
      if (gate.held) await new Promise<void>((resolve) => (gate.answer = resolve))
      return Response.json(made.get(id), { headers: limn })
    }
    const task = made.get(path.split('/').at(-1)!)
    if (gate.slow) return Response.json({ ...task, status: 'processing' }, { headers: limn })
    return Response.json(
      { ...task, status: 'succeeded', data: [{ url: 'https://pictures.example/1.png' }] },
      { headers: limn },
    )
  }
  const page = (options: LimnOptions = {}) => createLimn({ endpoint, fetch, pollInterval: 340, ...options })
  return { made, log, gate, page }
}

describe.each([true, false])('in a real browser, limn proxy: %s', (isLimn) => {
  it('C10 writes the intent down before the POST leaves, and a reload goes on', async () => {
    const { page, made } = scripted(isLimn)
    const { key, submitted } = page().generate(FOX)
    await submitted
    const next = page()
    expect(await next.outcome(key)).toMatchObject({ status: 'succeeded', request: FOX })
    expect(made.size).toBe(1)
  })

  it('another tab leaves a create alone while its lock is held', async () => {
    const { page, made, log, gate } = scripted(isLimn)
    gate.held = true
    const first = page()
    const { key, outcome } = first.generate(FOX)
    await vi.waitFor(() => expect(gate.answer).toBeDefined())
    const second = page()
    await vi.waitFor(() => expect(second.find(key)?.status).toBe('submitting'))
    const { held } = await navigator.locks.query()
    expect(held?.map(({ name }) => name)).toContain(`limn:${key}`)
    expect(second.find(key)?.confirming).toBe(false)
    expect(log.filter((line) => line.startsWith('GET /generations'))).toEqual([])
    gate.answer!()
    expect(await outcome).toMatchObject({ status: 'succeeded' })
    expect(await second.outcome(key)).toMatchObject({ status: 'succeeded' })
    expect(made.size).toBe(1)
  })
})

it.each([true, false])(
  'a hot reload, which makes a second Limn in one page, keeps what runs and asks no more often (limn proxy: %s)',
  async (isLimn) => {
    const { page, made, log, gate } = scripted(isLimn)
    gate.slow = true
    const settled: string[] = []
    const onSettled = ({ key }: { key: string }) => void settled.push(key)
    const { key, submitted, outcome } = page({ onSettled }).generate(FOX)
    await submitted
    const reloaded = page({ onSettled })
    await vi.waitFor(() => expect(reloaded.find(key)?.status).toBe('processing'))
    const looks = () => log.filter((line) => line.startsWith('GET /tasks')).length
    const before = looks()
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(looks() - before).toBeGreaterThan(0)
    expect(looks() - before).toBeLessThanOrEqual(3)
    gate.slow = false
    expect(await reloaded.outcome(key)).toMatchObject({ status: 'succeeded' })
    expect(await outcome).toMatchObject({ status: 'succeeded' })
    await vi.waitFor(() => expect(settled).toEqual([key]))
    expect(made.size).toBe(1)
  },
)

describe('in a real browser, two tabs', () => {
  it('the same asked in one slot, in both at one moment, is one create, told once', async () => {
    const { page, made } = scripted(true)
    const told: string[] = []
    const onSettled = ({ status }: { status: string }) => void told.push(status)
    const [here, there] = [page({ onSettled }), page({ onSettled })]
    const asked = [here, there].map((limn) => limn.generate(FOX, { slot: 'hero' }))
    const ends = await Promise.all(asked.map(({ outcome }) => outcome))
    expect(ends.map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
    expect(new Set(ends.map(({ key }) => key)).size).toBe(1)
    expect(made.size).toBe(1)
    await vi.waitFor(() => expect(told).toEqual(['succeeded']))
    for (const limn of [here, there])
      await vi.waitFor(() => expect(limn.list({ slot: 'hero' }).map(({ key }) => key)).toEqual([ends[0]!.key]))
  })

  it('other words, another slot, and "again" are creates of their own', async () => {
    const { page, made } = scripted(true)
    const [here, there] = [page(), page()]
    const asked = [
      here.generate(FOX, { slot: 'hero' }),
      there.generate({ prompt: 'a hen' }, { slot: 'hero' }),
      there.generate(FOX, { slot: 'other' }),
      here.generate(FOX, { slot: 'hero', again: true }),
    ]
    const ends = await Promise.all(asked.map(({ outcome }) => outcome))
    expect(ends.map(({ status }) => status)).toEqual(Array.from(asked, () => 'succeeded'))
    expect(made.size).toBe(4)
  })

  it('"try again" pressed in both, and twice in one, makes one more', async () => {
    const { page, made, gate } = scripted(true)
    gate.lost = true
    const here = page()
    const { key } = await here.generate(FOX, { slot: 'hero' }).outcome
    const there = page()
    await vi.waitFor(() => expect(there.find(key)?.status).toBe('uncertain'))
    const twice = here.actions(here.find(key)!)
    const pressed = [
      twice.retryMayChargeAgain!(),
      twice.retryMayChargeAgain!(),
      there.actions(there.find(key)!).retryMayChargeAgain!(),
    ]
    const ends = await Promise.all(pressed.map(({ outcome }) => outcome))
    expect(ends.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded'])
    expect(new Set(ends.map((end) => end.key)).size).toBe(1)
    expect(made.size).toBe(2)
  })
})
