import { describe, expect, it } from 'vitest'
import { createAgenda, type Agenda } from './agenda.ts'

interface Look {
  readonly id: string
  readonly at: number
}

/** Runs an agenda in virtual time; `answer` says how each look ended, undefined that its task has settled. */
function run(agenda: Agenda, from: number, until: number, answer: (look: Look) => object | undefined = () => ({})) {
  const looks: Look[] = []
  for (let now = from; now < until;) {
    const id = agenda.take(now)
    if (id !== undefined) {
      looks.push({ id, at: now })
      const result = answer({ id, at: now })
      if (result) agenda.looked(id, now, { failed: false, ...result })
      else agenda.remove(id)
    }
    const wait = agenda.wait(now)
    if (wait === undefined) break
    now += Math.max(1, wait)
  }
  return looks
}

const filled = (perSecond: number, count: number, acceptedAt = 0) => {
  const agenda = createAgenda({ perSecond })
  for (let index = 0; index < count; index += 1) agenda.add(`t${index}`, { acceptedAt })
  return agenda
}

const mostInASecond = (looks: readonly Look[]) =>
  Math.max(...looks.map(({ at }) => looks.filter((other) => other.at >= at && other.at - at < 1000).length))

describe('the agenda', () => {
  it.each([0.5, 3, 7, 16])('never looks more than %s times in a second, however many wait', (perSecond) => {
    const looks = run(filled(perSecond, 300), 0, 30_000)
    expect(mostInASecond(looks)).toBeLessThanOrEqual(Math.max(1, perSecond))
    expect(looks.length).toBeGreaterThan(0.9 * perSecond * 29)
  })

  it('leaves a task alone with the budget to the schedule', () => {
    const looks = run(filled(100, 1), 0, 60_000)
    expect(looks.length).toBeGreaterThan(10)
    expect(looks.length).toBeLessThan(40)
  })

  it('forgets nobody: under any load each task gets its turn', () => {
    const looks = run(filled(10, 200), 0, 120_000)
    expect(new Set(looks.map(({ id }) => id)).size).toBe(200)
  })

  it('under load looks where an end is likeliest', () => {
    const agenda = createAgenda({ perSecond: 5 })
    for (let index = 0; index < 50; index += 1) {
      agenda.add(`soon${index}`, { acceptedAt: 0, usual: { p50: 15, p95: 22 } })
      agenda.add(`late${index}`, { acceptedAt: 0, usual: { p50: 235, p95: 330 } })
    }
    const looks = run(agenda, 0, 25_000).filter(({ at }) => at > 10_000)
    const soon = looks.filter(({ id }) => id.startsWith('soon')).length
    expect(soon).toBeGreaterThan(2 * (looks.length - soon))
  })

  it('gives what has become free to those who wait', () => {
    const looks = run(filled(4, 100), 0, 90_000, ({ at, id }) => (at > 30_000 && id !== 't0' ? undefined : {}))
    const alone = looks.filter(({ at, id }) => at > 60_000 && id === 't0')
    expect(alone.length).toBeGreaterThan(8)
  })

  it('B14 a 429 pauses all looks for as long as upstream asks, then goes on at the same pace', () => {
    const refused = (look: Look) => (look.at > 5000 && look.at < 5200 ? { failed: true, retryAfter: 10_000 } : {})
    const looks = run(filled(10, 50), 0, 30_000, refused)
    const first = looks.find(({ at }) => at > 5000)!
    const after = looks.filter(({ at }) => at > first.at)
    expect(after[0]!.at - first.at).toBeGreaterThanOrEqual(10_000)
    expect(mostInASecond(after)).toBeLessThanOrEqual(10)
    // What upstream would not hear is asked again.
    expect(after.slice(0, 3).map(({ id }) => id)).toContain(first.id)
  })

  it('backs off from a task whose looks fail, and comes back once one succeeds', () => {
    const agenda = filled(1000, 1)
    const failing = run(agenda, 0, 120_000, () => ({ failed: true })).map(({ at }) => at)
    expect(failing.length).toBeLessThan(20)
    expect(failing.at(-1)! - failing.at(-2)!).toBe(15_000)
    const healed = run(agenda, 135_000, 200_000).map(({ at }) => at)
    expect(healed.at(-1)! - healed.at(-2)!).toBeLessThan(10_000)
  })

  it('looks at once at a task that was accepted long ago, and not before its time at a new one', () => {
    const agenda = createAgenda({ perSecond: 10 })
    agenda.add('new', { acceptedAt: 1_000_000 })
    expect(agenda.take(1_000_000)).toBeUndefined()
    agenda.add('old', { acceptedAt: 0 })
    expect(agenda.take(1_000_000)).toBe('old')
    expect(agenda.take(1_000_200)).toBeUndefined()
  })

  it('gives a task to one look at a time, and never after it was removed', () => {
    const agenda = filled(1000, 1, -60_000)
    expect(agenda.take(0)).toBe('t0')
    expect(agenda.take(10_000)).toBeUndefined()
    expect(agenda.wait(10_000)).toBeUndefined()
    agenda.remove('t0')
    agenda.looked('t0', 10_000, { failed: false })
    expect([agenda.take(60_000), agenda.wait(60_000), agenda.size, agenda.has('t0')]).toEqual([
      undefined,
      undefined,
      0,
      false,
    ])
  })

  it('knows a task once, however often it is added', () => {
    const agenda = filled(1000, 1, -60_000)
    agenda.add('t0', { acceptedAt: 0 })
    expect([agenda.size, agenda.take(0), agenda.take(1)]).toEqual([1, 't0', undefined])
  })

  it('wakes no sooner than it can give a task', () => {
    const agenda = filled(7, 40)
    for (let now = 0, given = 0; given < 100;) {
      const wait = agenda.wait(now)!
      expect(wait > 1 ? agenda.take(now + wait - 1.001) : undefined).toBeUndefined()
      now += wait
      const id = agenda.take(now)!
      expect(id).toBeDefined()
      agenda.looked(id, now, { failed: false })
      given += 1
    }
  })

  it('a clock that is set back stops nothing and opens no floodgate', () => {
    const agenda = filled(10, 50, 0)
    run(agenda, 0, 20_000)
    const looks = run(agenda, -3_600_000, -3_590_000)
    expect(looks.length).toBeGreaterThan(80)
    expect(mostInASecond(looks)).toBeLessThanOrEqual(10)
  })

  it('refuses a budget of nothing', () => {
    for (const perSecond of [0, -1, Number.NaN]) expect(() => createAgenda({ perSecond })).toThrow(TypeError)
  })

  it('carries ten thousand tasks', () => {
    const agenda = filled(1e6, 10_000, -60_000)
    const started = performance.now()
    const looks = run(agenda, 0, 1000)
    expect(looks.length).toBeGreaterThan(900)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
