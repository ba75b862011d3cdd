import { startPostgres } from '../database/postgres.ts'
import { BUGS, plant } from './bugs.ts'
import { buildServer } from './buildServer.ts'
import { crash } from './crash.ts'
import { postgresStore, sqliteStore } from './store.ts'

// Each bug goes into a copy of its own; the checkout is never touched.
const postgres = await startPostgres()
const rows = []
try {
  for (const bug of BUGS) {
    const built = await buildServer((sources) => plant(bug, sources))
    for (const [engine, open] of [
      ['SQLite', async () => sqliteStore()],
      ['Postgres', () => postgresStore(postgres.url)],
    ] as const) {
      const store = await open()
      const { doubled, lost, forgotten, over } = await crash({ cli: built.cli, store, seed: 1 })
      await store.remove()
      const broken = { doubled: doubled.length, lost: lost.length, forgotten: forgotten.length, over: over.length }
      const noticed = Object.values(broken).some((count) => count > 0)
      rows.push({ bug: bug.name, engine, noticed, ...broken })
      console.log(`${bug.name}, ${engine}: ${noticed ? 'noticed' : 'NOT NOTICED'}`)
    }
    built.remove()
  }
} finally {
  await postgres.stop()
}
console.table(rows)
if (rows.some(({ noticed }) => !noticed)) process.exitCode = 1
