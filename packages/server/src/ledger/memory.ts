import { FRESH_WATCH, STATUSES, keyTime } from '@limn/core'
import { accountOf, toBudget } from './accounts.ts'
import type { Fence, Ledger, Row, RowRef, RowState, ScopedCap } from './ledger.ts'

interface Stored extends Row {
  readonly leaseUntil: number
  /** The accounts the credits are held and spent in, settled in the window they were held in. */
  readonly accounts: readonly string[]
}

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
    return row?.state === 'submitting' && row.leaseUntil <= now() ? write({ ...row, state: 'ambiguous' }) : row
  }

  /** One edge: changes the row if it is in one of `states` (and of this attempt), else nothing. */
  function edge(ref: RowRef | Fence, states: readonly RowState[], change: (row: Stored) => Partial<Row>) {
    const row = read(ref)
    const holds = row && states.includes(row.state) && (!('attempt' in ref) || ref.attempt === row.attempt)
    return Promise.resolve(holds ? write({ ...row, ...change(row) }) : undefined)
  }

  return {
    durability: 'memory',
    id: async () => id,
    migrate: async () => {},
    close: async () => {},

    async claim({ cost, lease, caps, ...wanted }) {
      const row = read(wanted)
      if (row && (row.state !== 'retryable' || row.fingerprint !== wanted.fingerprint)) return { outcome: 'found', row }
      const at = now()
      const full = caps.find((cap) => sum(used(accountOf(cap, at))) + cost > cap.credits)
      if (full) return { outcome: 'over', budget: toBudget(full, used(accountOf(full, at)), at) }
      const claimed = write({
        ...wanted,
        state: 'submitting',
        attempt: (row?.attempt ?? 0) + 1,
        held: cost,
        spent: 0,
        createdAt: row?.createdAt ?? at,
        watch: FRESH_WATCH,
        leaseUntil: at + lease,
        accounts: caps.map((cap) => accountOf(cap, at)),
      })
      index.set(indexName(wanted.principal, wanted.keyTag), nameOf(wanted))
      return { outcome: 'held', row: claimed }
    },

    async renew(fence, lease) {
      const row = read(fence)
      if (row?.state !== 'submitting' || row.attempt !== fence.attempt) return false
      write({ ...row, leaseUntil: now() + lease })
      return true
    },

    async accept(fence, { taskId, watch, credits, acceptedAt }) {
      const row = await edge(fence, ['submitting', 'ambiguous'], ({ held }) => ({
        state: 'accepted',
        taskId,
        watch,
        held: 0,
        spent: credits ?? held,
        acceptedAt: acceptedAt ?? now(),
        settledAt: isSettled({ watch }) ? now() : undefined,
      }))
      if (row) index.set(indexName(row.principal, taskId), nameOf(row))
      return row
    },
    reject: (fence, refusal) =>
      edge(fence, ['submitting', 'ambiguous'], () => ({ state: 'rejected', refusal, held: 0, settledAt: now() })),
    release: (fence) => edge(fence, ['submitting'], () => ({ state: 'retryable', held: 0 })),
    doubt: (fence) => edge(fence, ['submitting'], () => ({ state: 'ambiguous' })),

    async abandon({ principal, key, keyTag }) {
      const row = read({ principal, key })
      if (row && row.state !== 'retryable') return row
      const blank = { principal, key, keyTag, attempt: 0, held: 0, spent: 0, createdAt: now(), watch: FRESH_WATCH }
      return write({ ...blank, leaseUntil: 0, accounts: [], ...row, state: 'tombstone', settledAt: now() })
    },

    async record(ref, { watch, credits, gone }) {
      const row = read(ref)
      if (row && isSettled(row)) return undefined
      return edge(ref, ['accepted', 'lost'], ({ state, spent, goneSince }) => ({
        state: gone ? state : 'accepted',
        watch,
        spent: credits ?? spent,
        goneSince: gone ? (goneSince ?? now()) : undefined,
        settledAt: isSettled({ watch }) ? now() : undefined,
      }))
    },
    async refresh(ref, data) {
      const row = read(ref)
      if (!row || !isSettled(row)) return undefined
      return edge(ref, ['accepted'], ({ watch }) => ({ watch: { ...watch, task: { ...watch.task!, data } } }))
    },
    async lose(ref) {
      const row = read(ref)
      return row && isSettled(row) ? undefined : edge(ref, ['accepted'], () => ({ state: 'lost' }))
    },

    async writeOff(before) {
      const old = [...rows.values()].map(read).filter((row) => row?.state === 'ambiguous' && row.createdAt < before)
      for (const row of old) write({ ...row!, state: 'written_off', held: 0, spent: row!.held })
      return old.length
    },
    async prune(before) {
      const old = [...rows.values()].filter((row) => atRest(row) && (row.settledAt ?? row.createdAt) < before)
      for (const row of old) {
        for (const name of [row.keyTag, row.taskId ?? '']) index.delete(indexName(row.principal, name))
        const { principal, key, keyTag, attempt, held, spent, createdAt, leaseUntil, accounts: kept } = row
        const stub = { principal, key, keyTag, attempt, held, spent, createdAt, leaseUntil, accounts: kept }
        if ((keyTime(key) ?? before) < before) rows.delete(nameOf(row))
        else write({ ...stub, watch: FRESH_WATCH, state: 'pruned' })
      }
      return old.length
    },

    find: async (ref) => read(ref),
    async findByHandle({ principal, taskId, keyTag }) {
      const name = index.get(indexName(principal, taskId)) ?? index.get(indexName(principal, keyTag))
      const row = name === undefined ? undefined : rows.get(name)
      return row && read(row)
    },
    async budgets(caps: readonly ScopedCap[]) {
      const at = now()
      return caps.map((cap) => toBudget(cap, used(accountOf(cap, at)), at))
    },
  }
}

const nameOf = ({ principal, key }: RowRef) => JSON.stringify([principal, key])
const indexName = (principal: string, name: string) => JSON.stringify([principal, name])
const sum = ({ held, spent }: { held: number; spent: number }) => held + spent
const isSettled = ({ watch }: Pick<Row, 'watch'>) => watch.task !== undefined && STATUSES[watch.task.status].settled

/** Nothing about it can change any more by itself. */
const atRest = (row: Row) =>
  ['tombstone', 'retryable', 'rejected', 'written_off', 'lost'].includes(row.state) ||
  (row.state === 'accepted' && isSettled(row))
