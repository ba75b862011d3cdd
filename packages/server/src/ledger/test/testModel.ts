import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ScopedCap } from '../caps.ts'
import type { Claimed, Ledger, Row, RowState } from '../ledger.ts'
import { DAY, LEASE, START, refusal, wanted, watching, type TestClock } from './fixture.ts'

const KEYS = ['a', 'b', 'c'] as const
const USERS = ['u1', 'u2'] as const
const caps = (principal: string): readonly ScopedCap[] => [
  { credits: 20, per: 'total', scope: `principal:${principal}` },
  { credits: 30, per: 'total', scope: 'all' },
]

/** Where a row may go from where it stands, in one step or by time alone. */
const EDGES: Record<RowState | 'none', readonly (RowState | 'none')[]> = {
  none: ['submitting', 'tombstone'],
  tombstone: ['pruned', 'none'],
  submitting: ['accepted', 'rejected', 'retryable', 'ambiguous'],
  retryable: ['submitting', 'tombstone', 'pruned', 'none'],
  rejected: ['pruned', 'none'],
  ambiguous: ['accepted', 'rejected', 'written_off'],
  written_off: ['pruned', 'none'],
  accepted: ['lost', 'pruned', 'none'],
  lost: ['accepted', 'pruned', 'none'],
  pruned: [],
}

const step = fc.record({
  verb: fc.constantFrom(
    ...(['claim', 'claim', 'accept', 'reject', 'release', 'doubt', 'abandon', 'record', 'lose'] as const),
    ...(['erase', 'finish', 'watch', 'time', 'writeOff', 'prune'] as const),
  ),
  principal: fc.constantFrom(...USERS),
  key: fc.constantFrom(...KEYS),
  /** Of how many attempts ago an edge speaks. */
  late: fc.nat(1),
  other: fc.boolean(),
  word: fc.constantFrom('processing' as const, 'succeeded' as const, 'failed' as const),
  ms: fc.constantFrom(1, LEASE, DAY, 8 * DAY),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function follow(ledger: Ledger, clock: TestClock, { verb, principal, key, late, other, word, ms }: Step) {
  const ref = { principal, key }
  const row = await ledger.find(ref)
  const fence = { ...ref, attempt: (row?.attempt ?? 1) - late }
  const watch = watching(word)
  if (verb === 'claim')
    return ledger.claim(wanted(key, { principal, caps: caps(principal), fingerprint: other ? 'f2' : 'f1' }))
  if (verb === 'accept') await ledger.accept(fence, { taskId: `${principal}-${key}`, watch: watching('pending') })
  if (verb === 'reject') await ledger.reject(fence, refusal)
  if (verb === 'release') await ledger.release(fence)
  if (verb === 'doubt') await ledger.doubt(fence)
  if (verb === 'abandon') await ledger.abandon({ ...ref, keyTag: `tag-${key}` })
  if (verb === 'record')
    await ledger.record(ref, { watch, verdict: other ? 'gone' : 'known', ...(other && { credits: 20 }) })
  if (verb === 'lose') await ledger.lose(ref)
  if (verb === 'erase') await ledger.erase(ref)
  if (verb === 'finish') await ledger.finish(ref)
  if (verb === 'watch') await ledger.watch({ owner: other ? 'p' : 'q', lease: LEASE })
  if (verb === 'time') clock.advance(ms)
  if (verb === 'writeOff') await ledger.writeOff(7 * DAY)
  if (verb === 'prune') await ledger.prune(30 * DAY)
  return undefined
}

const stateOf = (row: Row | undefined): RowState | 'none' => row?.state ?? 'none'

/** Whether `to` can be reached from `from` in at most two edges: a lease may run out in the same moment. */
const leads = (from: RowState | 'none', to: RowState | 'none') =>
  from === to || EDGES[from].includes(to) || EDGES[from].some((middle) => EDGES[middle].includes(to))

/**
 * J08: whatever is done in whatever order, rows only move along the machine's edges, an attempt is sent once, credits stay
 * within the caps when they are held, and what the caps count is what the rows say.
 */
export function testModel(name: string, make: (clock: TestClock) => Ledger | Promise<Ledger>, runs: number): void {
  it(`J08 ${name}: no order of steps breaks the machine (${runs} runs)`, { timeout: 120_000 }, async () => {
    const holds = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      let now = START
      const clock: TestClock = { now: () => now, advance: (ms) => void (now += ms) }
      const ledger = await make(clock)
      await ledger.migrate()
      const judge = createJudge(ledger)
      for (const each of steps) {
        // oxlint-disable-next-line no-await-in-loop -- one step after the other
        const fault = await judge(each, await follow(ledger, clock, each))
        if (fault) throw new Error(fault)
      }
      await ledger.close()
    })
    const { failed, seed, counterexample, errorInstance } = await fc.check(holds, { numRuns: runs })
    // What failed, and how to have it fail again.
    expect({ failed, seed: failed ? seed : undefined, counterexample, error: errorInstance ?? null }).toEqual({
      failed: false,
      seed: undefined,
      counterexample: null,
      error: null,
    })
  })
}

/** Looks at the whole ledger after each step: what is wrong with it, or nothing. */
function createJudge(ledger: Ledger) {
  const sent = new Set<string>()
  let states = new Map<string, RowState | 'none'>()
  let counted = true

  return async ({ verb }: Step, claimed: Claimed | undefined): Promise<string | undefined> => {
    const refs = USERS.flatMap((principal) => KEYS.map((key) => ({ principal, key })))
    const rows = await Promise.all(refs.map((ref) => ledger.find(ref)))
    const next = new Map(
      refs.map(({ principal, key }, index) => [`${principal} ${key}`, stateOf(rows[index])] as const),
    )
    const moved = [...next].find(([name, state]) => !leads(states.get(name) ?? 'none', state))
    if (moved) return `${moved[0]} went from ${states.get(moved[0])} to ${moved[1]}`
    states = next

    if (claimed?.outcome === 'held') {
      const { principal, key, attempt, createdAt } = claimed.row
      const attemptName = JSON.stringify([principal, key, attempt, createdAt])
      if (sent.has(attemptName)) return `${attemptName} was sent twice`
      sent.add(attemptName)
      const over = (await ledger.budgets(caps(principal))).find(({ cap, held, spent }) => held + spent > cap)
      if (over) return `held over the cap: ${JSON.stringify(over)}`
    }
    // What was pruned is counted on, and has no row any more.
    if (verb === 'prune') counted = false
    const [all] = await ledger.budgets([caps('u1')[1]!])
    const [held, spent] = [sum(rows, 'held'), sum(rows, 'spent')]
    const wrong = counted && (all!.held !== held || all!.spent !== spent)
    return wrong ? `the cap counts ${all!.held} and ${all!.spent}, the rows ${held} and ${spent}` : undefined
  }
}

const sum = (rows: readonly (Row | undefined)[], what: 'held' | 'spent') =>
  rows.reduce((total, row) => total + (row?.[what] ?? 0), 0)
