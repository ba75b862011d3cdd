import { sql } from 'kysely'
import type { Cursor, Duration } from '../steps.ts'
import type { Row, RowRef } from '../ledger.ts'
import type { WireRequest } from '@limn/core/schema'
import type { Engine } from './engine.ts'
import { toStored } from './rows.ts'

/** Rows named in one statement: a database takes so many values, and keeps what it has compiled for each number of them. */
const NAMED = 100

/** What is read without a lock and judges nothing. */
export function createReads({ db }: Pick<Engine, 'db'>) {
  return {
    async findTasks(refs: readonly RowRef[]): Promise<readonly Row[]> {
      const found: Row[] = []
      for (let from = 0; from < refs.length; from += NAMED) {
        const some = refs.slice(from, from + NAMED)
        const named = sql.join(some.map(({ principal, key }) => sql`(${principal}, ${key})`))
        const query = db.selectFrom('generations').selectAll()
        // oxlint-disable-next-line no-await-in-loop -- one connection is enough
        const rows = await query.where(sql<boolean>`(principal, key) in (values ${named})`).execute()
        found.push(...rows.map(toStored))
      }
      return found
    },

    async list(wanted: {
      readonly principal: string
      readonly slot?: string | undefined
      readonly after?: Cursor | undefined
      readonly limit: number
    }): Promise<readonly Row[]> {
      const { principal, slot, after, limit } = wanted
      const query = db
        .selectFrom('generations')
        .selectAll()
        .where('principal', '=', principal)
        .where('state', 'in', ['accepted', 'lost'])
        .where('deleted_at', 'is', null)
        .$if(slot !== undefined, (all) => all.where('slot', '=', slot!))
        .$if(after !== undefined, (all) =>
          all
            .where('created_at', '<=', after!.createdAt)
            .where(({ eb, or }) => or([eb('created_at', '<', after!.createdAt), eb('key', '<', after!.key)])),
        )
      return (await query.orderBy('created_at', 'desc').orderBy('key', 'desc').limit(limit).execute()).map(toStored)
    },

    /** Rows that have no clear end, or whose attempt may have none, oldest first; claimed before `before` (ms). */
    listUnclear: ({
      before = Number.MAX_SAFE_INTEGER,
      principal,
      limit,
    }: {
      readonly before?: number
      readonly principal?: string | undefined
      readonly limit?: number
    }): Promise<RowRef[]> =>
      db
        .selectFrom('generations')
        .select(['principal', 'key'])
        .where('state', 'in', ['ambiguous', 'submitting'])
        .where('finished_at', 'is', null)
        .where('created_at', '<', before)
        .$if(principal !== undefined, (all) => all.where('principal', '=', principal!))
        .orderBy('created_at')
        .$if(limit !== undefined, (all) => all.limit(limit!))
        .execute(),

    async durations(limit: number): Promise<readonly Duration[]> {
      const query = db
        .selectFrom('generations')
        .select(['request', 'accepted_at', 'settled_at'])
        .where('settled_at', 'is not', null)
        .where('status', '=', 'succeeded')
        .where('request', 'is not', null)
        .where('accepted_at', 'is not', null)
      const rows = await query.orderBy('settled_at', 'desc').limit(limit).execute()
      return rows.map(({ request, accepted_at: from, settled_at: to }) => {
        const { size, quality } = JSON.parse(request!) as WireRequest
        return { size, quality, seconds: Math.max(0, Number(to) - Number(from)) / 1000 }
      })
    },
  }
}
