import { accountOf, firstFull, isOver, toBudget } from './accounts.ts'
import type { Fence, Ledger, RowRef } from './ledger.ts'
import {
  DOUBT,
  ERASURE,
  FINISH,
  LOSS,
  RELEASE,
  acceptance,
  buryRow,
  claimRow,
  follow,
  freshUrls,
  isGiven,
  judge,
  keeping,
  observation,
  rejection,
  renewal,
  restsSince,
  stubOf,
  writingOff,
  type Edge,
  type Stored,
} from './machine.ts'
import { isAfter, isListed, toDuration } from './listing.ts'
import { overQuota } from './quota.ts'

/**
 * A ledger in this process: it forgets everything when the process ends.
 * `now` (ms) is the clock its leases and windows go by. @default Date.now
 */
export function memoryLedger({ now = Date.now }: { now?: () => number } = {}): Ledger {
  const id = crypto.randomUUID()
  const rows = new Map<string, Stored>()
  /** The names of a principal's rows. */
  const own = new Map<string, Set<string>>()
  /** What a handle names: a row by upstream's id or by its key's tag. */
  const index = new Map<string, string>()
  const accounts = new Map<string, { held: number; spent: number }>()
  const watchers = new Map<string, number>()

  const used = (account: string) => accounts.get(account) ?? { held: 0, spent: 0 }

  /** Writes a row; its credits move in all its accounts by what changed. */
  function write(next: Stored): Stored {
    const before = rows.get(nameOf(next))
    for (const account of next.accounts) {
      const { held, spent } = used(account)
      accounts.set(account, {
        held: held + next.held - (before?.held ?? 0),
        spent: spent + next.spent - (before?.spent ?? 0),
      })
    }
    rows.set(nameOf(next), next)
    own.set(next.principal, (own.get(next.principal) ?? new Set()).add(nameOf(next)))
    return next
  }

  function forget(row: Stored) {
    rows.delete(nameOf(row))
    own.get(row.principal)?.delete(nameOf(row))
    if (own.get(row.principal)?.size === 0) own.delete(row.principal)
  }

  const rowsOf = (principal: string) => [...(own.get(principal) ?? [])].map((name) => rows.get(name)!)

  function read(ref: RowRef): Stored | undefined {
    const row = rows.get(nameOf(ref))
    const judged = row && judge(row, now())
    return judged === row ? row : write(judged!)
  }

  async function edge(ref: RowRef | Fence, step: Edge) {
    const next = follow(ref, step, read(ref), now())
    return next && write(next)
  }

  return {
    durability: 'memory',
    id: async () => id,
    migrate: async () => {},
    close: async () => {},

    async claim(claim) {
      const row = read(claim)
      const at = now()
      const next = claimRow(claim, row, at)
      if (!next) return { outcome: 'found', row: row! }
      const others = claim.quota ? rowsOf(claim.principal).map((other) => judge(other, at)) : []
      const retryAfter = overQuota(claim, others, at)
      if (retryAfter !== undefined) return { outcome: 'limited', retryAfter }
      const full = firstFull(
        claim,
        claim.caps.map((cap) => toBudget(cap, used(accountOf(cap, at)), at)),
      )
      if (full) return { outcome: 'over', budget: full }
      index.set(indexName(next.principal, next.keyTag), nameOf(next))
      return { outcome: 'held', row: write(next) }
    },
    renew: async (fence, lease) => (await edge(fence, renewal(lease))) !== undefined,
    async accept(fence, accepted) {
      const row = await edge(fence, acceptance(accepted))
      for (const owner of row ? [row.principal, ANYBODY] : [])
        index.set(indexName(owner, accepted.taskId), nameOf(row!))
      return row
    },
    reject: (fence, refusal) => edge(fence, rejection(refusal)),
    release: (fence) => edge(fence, RELEASE),
    doubt: (fence) => edge(fence, DOUBT),
    async abandon(ref) {
      const row = read(ref)
      const next = buryRow(ref, row, now())
      return next ? write(next) : row!
    },
    record: (ref, recorded) => edge(ref, observation(recorded)),
    refresh: (ref, data) => edge(ref, freshUrls(data)),
    lose: (ref) => edge(ref, LOSS),
    keep: (ref, archive) => edge(ref, keeping(archive)),
    finish: (ref) => edge(ref, FINISH),
    erase: (ref) => edge(ref, ERASURE),

    async watch({ owner, lease }) {
      const at = now()
      if ((watchers.get(owner) ?? at + 1) <= at) return undefined
      watchers.set(owner, at + lease)
      for (const [watcher, until] of watchers) if (until < at - REMEMBERED) watchers.delete(watcher)
      if (lease === 0) return []
      const isAlive = (watcher: string) => (watchers.get(watcher) ?? 0) > at
      const given = [...rows.values()].filter((row) => isGiven(row, owner, isAlive))
      return given.map((row) => write({ ...row, watcher: owner }))
    },

    async writeOff(age) {
      const before = now() - age
      const after = await Promise.all([...rows.values()].map((row) => edge(rowRef(row), writingOff(before))))
      return after.filter(Boolean).length
    },
    async prune(age) {
      const before = now() - age
      const old = [...rows.values()].filter((row) => restsSince(row, before))
      for (const row of old) {
        for (const name of [row.keyTag, row.taskId ?? '']) index.delete(indexName(row.principal, name))
        index.delete(indexName(ANYBODY, row.taskId ?? ''))
        const stub = stubOf(row, before)
        if (stub) write(stub)
        else forget(row)
      }
      for (const name of accounts.keys()) if (isOver(name, before)) accounts.delete(name)
      return old.length
    },

    find: async (ref) => read(ref),
    async findByHandle({ principal = ANYBODY, taskId, keyTag }) {
      const name = index.get(indexName(principal, taskId)) ?? index.get(indexName(principal, keyTag))
      const row = name === undefined ? undefined : rows.get(name)
      return row && read(row)
    },
    findTasks: async (refs) => refs.map(read).filter((row) => row !== undefined),
    async list({ principal, slot, after, limit }) {
      const listed = rowsOf(principal).filter(isListed)
      const wanted = listed.filter(
        (row) => (slot === undefined || row.slot === slot) && (!after || isAfter(row, after)),
      )
      return wanted.toSorted((a, b) => (isAfter(a, b) ? 1 : -1)).slice(0, limit)
    },
    async unclear({ principal, limit }) {
      const all = [...rows.keys()].map((name) => read(rowRef(rows.get(name)!))!)
      const wanted = all.filter(
        ({ state, ...row }) => state === 'ambiguous' && row.principal === (principal ?? row.principal),
      )
      return wanted.toSorted((a, b) => a.createdAt - b.createdAt).slice(0, limit)
    },
    async durations(limit) {
      const done = [...rows.values()].map(toDuration).filter((duration) => duration !== undefined)
      return done.toSorted((a, b) => b.settledAt - a.settledAt).slice(0, limit)
    },
    async budgets(caps) {
      const at = now()
      return caps.map((cap) => toBudget(cap, used(accountOf(cap, at)), at))
    },
  }
}

const nameOf = ({ principal, key }: RowRef) => JSON.stringify([principal, key])
const rowRef = ({ principal, key }: RowRef): RowRef => ({ principal, key })
/** Names of watchers are kept for so many ms after they ran out. */
const REMEMBERED = 24 * 3_600_000
/** No principal has this name. */
const ANYBODY = ''

const indexName = (principal: string, name: string) => JSON.stringify([principal, name])
