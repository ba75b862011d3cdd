import { LimnError, toRequest, type Task } from '@limn/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_FLAGS, type JournalRecord } from '../journal/record.ts'
import type { Event } from './Event.ts'
import { MAX_AGE, stateOf, transition, type State } from './transition.ts'

const task = (status: Task['status'], id = 't'): Task => ({
  id,
  status,
  created: 1,
  model: 'm',
  data: status === 'succeeded' ? [{ url: 'https://a.example/1.png' }] : [],
})
const fresh: JournalRecord = {
  version: 1,
  key: 'k',
  request: toRequest({ prompt: 'a fox' }),
  phase: 'queued',
  flags: NO_FLAGS,
  createdAt: 0,
  place: 0,
  empty: 0,
  missing: 0,
}
const error = new LimnError('outcome_unknown', 'why')
const EVENTS: readonly Event[] = [
  { type: 'start' },
  { type: 'send', at: 1, plain: false, ledgerId: 'l' },
  { type: 'confirm' },
  { type: 'needAuth' },
  { type: 'accept', at: 2, task: task('pending') },
  { type: 'accept', at: 2, task: task('processing') },
  { type: 'accept', at: 2, task: task('succeeded') },
  { type: 'refuse', at: 3, error },
  { type: 'doubt', error },
  { type: 'look', at: 4, look: { task: task('pending') } },
  { type: 'look', at: 4, look: { task: task('processing') } },
  { type: 'look', at: 5, look: { task: task('succeeded') } },
  { type: 'look', at: 5, look: { task: task('failed') } },
  { type: 'look', at: 5, look: { error: new LimnError('network') } },
  { type: 'look', at: MAX_AGE + 10, look: { error: new LimnError('network') } },
  { type: 'inspect', task: task('succeeded'), expired: [0] },
  { type: 'cancel', at: 6 },
  { type: 'detach' },
  { type: 'attach' },
  { type: 'dismiss', at: 7 },
  { type: 'restore' },
  { type: 'replace', by: 'k2' },
  { type: 'tell' },
]
const histories = fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 })
const after = (events: readonly Event[], record = fresh) => events.reduce(transition, record)
const AGE: Readonly<Record<Task['status'], number>> = {
  pending: 0,
  processing: 1,
  succeeded: 2,
  failed: 2,
  canceled: 2,
}

describe('the browser machine', () => {
  it('J09 leaves no settled state, whatever happens then', () => {
    fc.assert(
      fc.property(histories, histories, (before, then) => {
        const settled = after(before)
        fc.pre(stateOf(settled) === 'settled')
        const later = after(then, settled)
        expect(later.phase).toBe(settled.phase)
        expect(later.task?.status).toBe(settled.task?.status)
        expect(later.settledAt).toBe(settled.settledAt)
      }),
      { numRuns: 2000 },
    )
  })

  it('J09 gives every other state a way to be settled', () => {
    const routes: Readonly<Record<Exclude<State, 'settled'>, readonly Event[]>> = {
      queued: [],
      submitting: [{ type: 'start' }],
      uncertain: [{ type: 'start' }, { type: 'doubt', error }],
      running: [{ type: 'start' }, { type: 'accept', at: 2, task: task('pending') }],
    }
    for (const [state, route] of Object.entries(routes)) {
      const record = after(route)
      expect(stateOf(record)).toBe(state)
      expect(EVENTS.some((event) => stateOf(transition(record, event)) === 'settled')).toBe(true)
    }
  })

  it('lets no late or older answer overwrite a newer one', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(...EVENTS), (before, event) => {
        const record = after(before)
        fc.pre(record.task !== undefined)
        const next = transition(record, event)
        expect(AGE[next.task!.status]).toBeGreaterThanOrEqual(AGE[record.task.status])
      }),
      { numRuns: 2000 },
    )
  })

  it('returns the same object when nothing changed', () => {
    const running = after([{ type: 'start' }, { type: 'accept', at: 2, task: task('processing') }])
    expect(transition(running, { type: 'look', at: 4, look: { task: task('processing') } })).toBe(running)
    expect(transition(running, { type: 'look', at: 4, look: { task: task('pending') } })).toBe(running)
    expect(transition(running, { type: 'accept', at: 9, task: task('pending') })).toBe(running)
    expect(transition(running, { type: 'cancel', at: 9 })).toBe(running)
  })

  it('adopts a fresh handle without going back', () => {
    const running = after([{ type: 'start' }, { type: 'accept', at: 2, task: task('processing') }])
    const next = transition(running, { type: 'accept', at: 3, task: task('pending', 'fresh') })
    expect(next.task).toMatchObject({ id: 'fresh', status: 'processing' })
  })

  it('keeps the status through a failed look, and says so', () => {
    const running = after([{ type: 'start' }, { type: 'accept', at: 2, task: task('processing') }])
    const stale = transition(running, { type: 'look', at: 3, look: { error: new LimnError('network') } })
    expect(stale).toMatchObject({ phase: 'accepted', task: { status: 'processing' }, flags: { stale: true } })
    expect(transition(stale, { type: 'look', at: 4, look: { task: task('processing') } }).flags.stale).toBe(false)
  })

  it('G07 hands what runs for two hours to a person, and never calls it failed', () => {
    const running = after([{ type: 'start' }, { type: 'accept', at: 2, task: task('processing') }])
    const old = transition(running, { type: 'look', at: MAX_AGE + 3, look: { task: task('processing') } })
    expect(old).toMatchObject({ phase: 'uncertain', error: { code: 'outcome_unknown' } })
    expect(transition(old, { type: 'accept', at: MAX_AGE + 9, task: task('succeeded') }).phase).toBe('accepted')
  })

  it('a failed look after two hours hands nothing over: it tells nothing', () => {
    const running = after([{ type: 'start' }, { type: 'accept', at: 2, task: task('processing') }])
    const night = transition(running, { type: 'look', at: MAX_AGE + 3, look: { error: new LimnError('network') } })
    expect(night).toMatchObject({ phase: 'accepted', flags: { stale: true } })
    expect(transition(night, { type: 'look', at: MAX_AGE + 9, look: { task: task('succeeded') } })).toMatchObject({
      phase: 'accepted',
      task: { status: 'succeeded' },
    })
  })

  it('accepted as succeeded without a picture, it is looked at three more times', () => {
    const empty: Task = { ...task('succeeded'), data: [] }
    const look: Event = { type: 'look', at: 3, look: { task: empty } }
    const begun = after([{ type: 'start' }, { type: 'accept', at: 2, task: empty }])
    expect(begun.task?.status).toBe('processing')
    const waited = after([look, look], begun)
    expect(waited.task?.status).toBe('processing')
    expect(transition(waited, look).task).toMatchObject({ status: 'failed', error: { code: 'no_output' } })
    expect(transition(waited, { ...look, look: { task: task('succeeded') } }).task?.status).toBe('succeeded')
  })

  it('takes nothing back once the POST has left', () => {
    const begun = after([{ type: 'start' }])
    expect(transition(begun, { type: 'cancel', at: 1 }).phase).toBe('canceled')
    const sent = transition(begun, { type: 'send', at: 1, plain: false, ledgerId: 'l' })
    expect(transition(sent, { type: 'cancel', at: 2 }).phase).toBe('submitting')
  })

  it('remembers the ledger of the first POST', () => {
    const sent = after([{ type: 'start' }, { type: 'send', at: 1, plain: false, ledgerId: 'first' }])
    expect(transition(sent, { type: 'send', at: 9, plain: false, ledgerId: 'second' })).toMatchObject({
      sentAt: 1,
      ledgerId: 'first',
    })
  })
})
