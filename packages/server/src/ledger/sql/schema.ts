import { LimnError } from '@limn/core'
import type { Engine } from './engine.ts'
import { MIGRATIONS } from './migrations.ts'

/** The id of the ledger. @throws LimnError `proxy_misconfigured` when its tables are not those this version knows. */
export async function readId(engine: Engine): Promise<string> {
  const found = await readLedger(engine)
  const version = checkVersion(found ? Number(found.version) : 0)
  if (found && version === MIGRATIONS.length) return found.id
  throw new LimnError(
    'proxy_misconfigured',
    `The ledger ${found ? `has tables of version ${version}, and this limn needs ${MIGRATIONS.length}` : 'has no tables yet'}. ` +
      'Run `limn-proxy migrate --ledger …` once, or call `migrate()` of the ledger. Nothing was sent.',
  )
}

/** Creates the tables or brings them to this version; any number of processes may try at once. */
export async function migrate(engine: Engine): Promise<void> {
  const found = await readLedger(engine)
  if (found && checkVersion(Number(found.version)) === MIGRATIONS.length) return
  await engine.setUp(async (db) => {
    await db.schema
      .createTable('ledger')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('clock', 'bigint', (column) => column.notNull())
      .execute()
    const before = await db.selectFrom('ledger').select('version').executeTakeFirst()
    if (!before) await db.insertInto('ledger').values({ id: crypto.randomUUID(), version: 0, clock: 0 }).execute()
    const version = checkVersion(Number(before?.version ?? 0))
    // oxlint-disable-next-line no-await-in-loop -- one builds on the other
    for (const step of MIGRATIONS.slice(version)) await step(db)
    await db.updateTable('ledger').set({ version: MIGRATIONS.length }).execute()
  })
}

async function readLedger({ db, isMissingTable }: Engine) {
  try {
    return await db.selectFrom('ledger').select(['id', 'version']).executeTakeFirst()
  } catch (error) {
    if (isMissingTable(error)) return undefined
    throw error
  }
}

function checkVersion(version: number): number {
  if (version <= MIGRATIONS.length) return version
  throw new LimnError(
    'proxy_misconfigured',
    `The ledger has tables of version ${version}, made by a newer limn; this one knows version ${MIGRATIONS.length}. ` +
      'Update @limn/server here too. Nothing was sent.',
  )
}
