import { startPostgres } from '../database/postgres.ts'
import { buildServer } from './buildServer.ts'
import { crash, type Verdict } from './crash.ts'
import { postgresStore, sqliteStore } from './store.ts'

const [first = '1', last = '20'] = process.argv.slice(2)

const built = await buildServer()
const postgres = await startPostgres()
const rows = []
try {
  for (let seed = Number(first); seed <= Number(last); seed += 1)
    for (const [engine, open] of [
      ['SQLite', async () => sqliteStore()],
      ['Postgres', () => postgresStore(postgres.url)],
    ] as const) {
      const store = await open()
      const verdict = await crash({ cli: built.cli, store, seed })
      await store.remove()
      console.log(`seed ${seed} on ${engine}: ${isKept(verdict) ? 'kept' : JSON.stringify(verdict)}`)
      rows.push({ engine, ...count(verdict) })
    }
} finally {
  await postgres.stop()
  built.remove()
}
console.table(rows)
if (rows.some(({ doubled, lost, forgotten, over }) => doubled + lost + forgotten + over > 0)) process.exitCode = 1

function isKept({ doubled, lost, forgotten, over }: Verdict): boolean {
  return doubled.length + lost.length + forgotten.length + over.length === 0
}

function count({ seed, kills, executed, acknowledged, ...verdict }: Verdict) {
  const { doubled, lost, forgotten, over } = verdict
  const broken = { doubled: doubled.length, lost: lost.length, forgotten: forgotten.length, over: over.length }
  return { seed, kills, executed, acknowledged, ...broken }
}
