import { accountOf, firstFull, toBudget } from './accounts.ts'
import type { Fence, Ledger, RowRef } from './ledger.ts'
import {
  DOUBT,
  LOSS,
  RELEASE,
  acceptance,
  buryRow,
  claimRow,
  follow,
  freshUrls,
  judge,
  observation,
  rejection,
  renewal,
  restsSince,
  stubOf,
  writingOff,
  type Edge,
  type Stored,
} from './machine.ts'

/**
 * A ledger in this process: it forgets everything when the process ends.
 * `now` (ms) is the clock its leases and windows go by. @default Date.now
 */
export function memoryLedger({ now = Date.now }: { now?: () => number } = {}): Ledger {
  const id = crypto.randomUUID()
  const rows = new Map<string, Stored>()
  /** What a handle names: a row by upstream's id or by its key's tag. */
  const index = new Map<string, string>()
  const accounts = new Map<string, { held: number; spent: number }>()

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
    return next
  }

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
      if (row) index.set(indexName(row.principal, accepted.taskId), nameOf(row))
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

    async writeOff(before) {
      const after = await Promise.all([...rows.values()].map((row) => edge(rowRef(row), writingOff(before))))
      return after.filter(Boolean).length
    },
    async prune(before) {
      const old = [...rows.values()].filter((row) => restsSince(row, before))
      for (const row of old) {
        for (const name of [row.keyTag, row.taskId ?? '']) index.delete(indexName(row.principal, name))
        const stub = stubOf(row, before)
        if (stub) write(stub)
        else rows.delete(nameOf(row))
      }
      return old.length
    },

    find: async (ref) => read(ref),
    async findByHandle({ principal, taskId, keyTag }) {
      const name = index.get(indexName(principal, taskId)) ?? index.get(indexName(principal, keyTag))
      const row = name === undefined ? undefined : rows.get(name)
      return row && read(row)
    },
    async budgets(caps) {
      const at = now()
      return caps.map((cap) => toBudget(cap, used(accountOf(cap, at)), at))
    },
  }
}

const nameOf = ({ principal, key }: RowRef) => JSON.stringify([principal, key])
const rowRef = ({ principal, key }: RowRef): RowRef => ({ principal, key })
const indexName = (principal: string, name: string) => JSON.stringify([principal, name])
