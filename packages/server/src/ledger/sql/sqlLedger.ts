import { firstFull, accountOf, toBudget } from '../accounts.ts'
import type { ScopedCap } from '../caps.ts'
import type { Claim, Fence, Ledger, RowRef } from '../ledger.ts'
import * as machine from '../machine.ts'
import { NoRoom, hold } from './accounts.ts'
import type { Engine } from './engine.ts'
import { NoPlace, checkQuota } from './quota.ts'
import { createReads } from './reads.ts'
import { createRowStore } from './rowStore.ts'
import { migrate, readId } from './schema.ts'
import { takeWatch } from './watch.ts'

/** The ledger on a database: the machine of the memory ledger, each edge one transaction that is on disk when it resolves. */
export function sqlLedger(engine: Engine): Ledger {
  const { db } = engine
  const rows = createRowStore(engine)
  const reads = createReads(engine)
  let known: Promise<string> | undefined

  /** Every step asks first whether these are the tables it knows; a no is asked again. */
  const ready = () =>
    (known ??= readId(engine).catch((error: unknown) => {
      known = undefined
      throw error
    }))

  async function edge(ref: RowRef | Fence, step: machine.Edge) {
    await ready()
    return rows.change(ref, (row, now) => machine.follow(ref, step, row, now))
  }

  async function budgets(caps: readonly ScopedCap[]) {
    await ready()
    const now = await rows.now()
    const names = caps.map((cap) => accountOf(cap, now))
    const found =
      names.length === 0 ? [] : await db.selectFrom('accounts').selectAll().where('name', 'in', names).execute()
    const used = new Map(found.map(({ name, held, spent }) => [name, { held: Number(held), spent: Number(spent) }]))
    return caps.map((cap, index) => toBudget(cap, used.get(names[index]!) ?? { held: 0, spent: 0 }, now))
  }

  /** The cap that is full; where room was made in this moment, the tightest of them. */
  async function over(claim: Claim) {
    const all = await budgets(claim.caps)
    const left = (budget: (typeof all)[number]) => budget.cap - budget.held - budget.spent
    return { outcome: 'over' as const, budget: firstFull(claim, all) ?? all.toSorted((a, b) => left(a) - left(b))[0]! }
  }

  return {
    durability: 'durable',
    id: ready,
    migrate: () => migrate(engine),
    close: () => engine.close(),

    async claim(claim) {
      await ready()
      try {
        const { row, changed } = await rows.upsert(
          claim,
          (found, now) => machine.claimRow(claim, found, now),
          async (trx, now) => {
            await checkQuota(trx, claim, now)
            await hold(trx, claim.caps, claim.cost, now)
          },
        )
        return { outcome: changed ? 'held' : 'found', row }
      } catch (error) {
        if (error instanceof NoRoom) return over(claim)
        if (error instanceof NoPlace) return { outcome: 'limited', retryAfter: error.retryAfter }
        throw error
      }
    },
    renew: async (fence, lease) => (await edge(fence, machine.renewal(lease))) !== undefined,
    accept: (fence, accepted) => edge(fence, machine.acceptance(accepted)),
    reject: (fence, refusal) => edge(fence, machine.rejection(refusal)),
    release: (fence) => edge(fence, machine.RELEASE),
    doubt: (fence) => edge(fence, machine.DOUBT),
    async abandon(ref) {
      await ready()
      return (await rows.upsert(ref, (row, now) => machine.buryRow(ref, row, now))).row
    },
    record: (ref, recorded) => edge(ref, machine.observation(recorded)),
    refresh: (ref, data) => edge(ref, machine.freshUrls(data)),
    lose: (ref) => edge(ref, machine.LOSS),
    keep: (ref, archive) => edge(ref, machine.keeping(archive)),
    finish: (ref) => edge(ref, machine.FINISH),
    erase: (ref) => edge(ref, machine.ERASURE),
    async watch(wanted) {
      await ready()
      return takeWatch(engine, wanted)
    },

    async writeOff(age) {
      await ready()
      const before = (await rows.now()) - age
      let count = 0
      for (const ref of await reads.listUnclear({ before }))
        // oxlint-disable-next-line no-await-in-loop -- one transaction each, so that no two rows wait for one another
        if (await edge(ref, machine.writingOff(before))) count += 1
      return count
    },
    async prune(age) {
      await ready()
      let [count, batch] = [0, 0]
      do {
        // oxlint-disable-next-line no-await-in-loop -- each batch is a transaction of its own
        batch = await rows.forget(age)
        count += batch
      } while (batch > 0)
      return count
    },

    async find(ref) {
      await ready()
      return rows.find(ref)
    },
    async findByHandle(handle) {
      await ready()
      return rows.findByHandle(handle)
    },
    async findTasks(refs) {
      await ready()
      return reads.findTasks(refs)
    },
    async list(wanted) {
      await ready()
      return reads.list(wanted)
    },
    async unclear({ limit, principal }) {
      await ready()
      // A silent attempt whose lease is over is unclear too, once it has been read.
      const found = await Promise.all((await reads.listUnclear({ limit, principal })).map((ref) => rows.find(ref)))
      return found.filter((row) => row !== undefined).filter(({ state }) => state === 'ambiguous')
    },
    async durations(limit) {
      await ready()
      return reads.durations(limit)
    },
    budgets,
  }
}
