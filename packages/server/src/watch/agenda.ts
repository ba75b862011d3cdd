import { nextPoll } from '@limn/core'
import TinyQueue from 'tinyqueue'
import type { Usual } from './usual.ts'

/** Which task to look at next, under one budget for the whole proxy. Time (ms) is given; nothing runs by itself. */
export interface Agenda {
  /** A task to watch, accepted at `acceptedAt`; one that is there already stays as it is. */
  add(id: string, facts: { readonly acceptedAt: number; readonly usual?: Usual | undefined }): void
  /** Forgets a task, also while a look at it is under way. */
  remove(id: string): void
  has(id: string): boolean
  /** The task to look at now; undefined while none is due or the budget has no room. It is under way until `looked`. */
  take(now: number): string | undefined
  /** A look has ended. One that failed with `retryAfter` (ms: upstream's 429) pauses all looks for as long. */
  looked(id: string, now: number, result: { readonly failed: boolean; readonly retryAfter?: number | undefined }): void
  /** ms until `take` may give one; undefined when nothing waits. */
  wait(now: number): number | undefined
  /** Tasks that are watched, looks under way included. */
  readonly size: number
}

/**
 * Looks a second of all tasks together. The upstream names no limit; where it takes 20 requests a second, this leaves 4 for
 * creates and for what a browser asks anew, and a fifth of slack for looks that arrive closer together than they left.
 */
export const POLLS_PER_SECOND = 16

interface Entry {
  readonly id: string
  readonly acceptedAt: number
  readonly usual: Usual | undefined
  failures: number
  /** ms it would leave between looks, had it the budget to itself. */
  interval: number
  /** From when on a look is worth its cost. */
  due: number
  /** Among those that are due, the least goes first. */
  turn: number
  underWay: boolean
}

/**
 * An agenda that never gives more than `perSecond` tasks in any second, evenly spaced. When all tasks together ask for
 * more, a look has to be worth more, for each of them alike, so that looks go where an end is likeliest. O(log n) a step.
 * @throws TypeError when `perSecond` is not above 0.
 */
export function createAgenda({ perSecond }: { readonly perSecond: number }): Agenda {
  if (!(perSecond > 0)) throw new TypeError(`pollsPerSecond: ${perSecond} would never look; it must be above 0.`)
  const spacing = 1000 / perSecond
  const entries = new Map<string, Entry>()
  /** Since `tick` last ran: only that knows what time it is. */
  const added: Entry[] = []
  const waiting = new TinyQueue<Entry>([], (a, b) => a.due - b.due)
  const ready = new TinyQueue<Entry>([], (a, b) => a.turn - b.turn)
  // ms on a clock of its own, which stands still while the wall's is set back. `room`: when the next look may go.
  let [time, room, last] = [0, 0, Number.POSITIVE_INFINITY]
  /** Looks a ms that all would take together. */
  let demand = 0

  const isGone = (entry: Entry | undefined) => entry !== undefined && entries.get(entry.id) !== entry

  function tick(now: number): void {
    time += Math.max(0, now - last)
    last = now
    for (const entry of added.splice(0)) if (!isGone(entry)) schedule(entry, now, Math.max(0, now - entry.acceptedAt))
    for (let head = waiting.peek(); head && (head.due <= time || isGone(head)); head = waiting.peek())
      ready.push(waiting.pop()!)
    while (isGone(ready.peek())) ready.pop()
  }

  /** Its next look, counted from its last one (or from its acceptance) `ago` ms before `now`. */
  function schedule(entry: Entry, now: number, ago: number): void {
    const { failures, usual } = entry
    const facts = { age: Math.max(0, now - ago - entry.acceptedAt), failures, usual }
    demand -= 1 / entry.interval
    entry.interval = nextPoll(facts)
    demand += 1 / entry.interval
    const stretch = demand * spacing
    entry.due = time - ago + entry.interval
    entry.turn = stretch > 1 ? time - ago + nextPoll({ ...facts, stretch }) : entry.due
    waiting.push(entry)
  }

  return {
    add(id, { acceptedAt, usual }) {
      if (entries.has(id)) return
      const entry = { id, acceptedAt, usual, failures: 0, interval: Infinity, due: 0, turn: 0, underWay: false }
      entries.set(id, entry)
      added.push(entry)
    },
    remove(id) {
      demand -= 1 / (entries.get(id)?.interval ?? Infinity)
      entries.delete(id)
      // Sums of fractions drift.
      if (entries.size === 0) demand = 0
    },
    has: (id) => entries.has(id),
    take(now) {
      tick(now)
      const entry = time >= room ? ready.pop() : undefined
      if (!entry) return undefined
      room = time + spacing
      entry.underWay = true
      return entry.id
    },
    looked(id, now, { failed, retryAfter }) {
      tick(now)
      const entry = entries.get(id)
      if (retryAfter !== undefined) room = Math.max(room, time + nextPoll({ age: 0, retryAfter }))
      if (!entry?.underWay) return
      entry.underWay = false
      if (failed && retryAfter !== undefined) {
        // What upstream would not hear keeps its turn.
        ready.push(entry)
      } else {
        entry.failures = failed ? entry.failures + 1 : 0
        schedule(entry, now, 0)
      }
    },
    wait(now) {
      tick(now)
      const due = ready.peek() ? time : waiting.peek()?.due
      return due === undefined ? undefined : Math.ceil(Math.max(time, due, room) - time)
    },
    get size() {
      return entries.size
    },
  }
}
