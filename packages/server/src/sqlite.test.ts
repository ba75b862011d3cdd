import { tmpdir } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { createSqliteEngine } from './ledger/sql/sqliteEngine.ts'
import { sqlLedger } from './ledger/sql/sqlLedger.ts'
import { DAY, HOUR, LEASE, START, cap, held, ref, wanted } from './ledger/test/fixture.ts'
import { temporaryFile } from './ledger/test/temporaryFile.ts'
import { sqliteLedger } from './sqlite.ts'
import { testDurableProxy } from './test/testDurableProxy.ts'

testDurableProxy('sqlite', () => {
  const file = temporaryFile()
  return {
    open: () => sqliteLedger(file),
    async run(statement) {
      const database = new DatabaseSync(file)
      database.exec(statement)
      database.close()
    },
    // A folder is no file.
    unreachable: () => sqliteLedger(tmpdir()),
  }
})

it('E05 a clock set back seven hours opens no window twice, and ends no lease early', async () => {
  let now = START
  const file = temporaryFile()
  const open = () => {
    const ledger = sqlLedger(createSqliteEngine(file, () => now))
    onTestFinished(() => ledger.close())
    return ledger
  }
  const daily = [cap(50, { per: 'day' })]
  const first = open()
  await first.migrate()
  now = Date.UTC(2026, 5, 2, 1)
  for (const key of ['a', 'b', 'c', 'd', 'e'])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await held(first, key, daily)
  now -= 7 * HOUR
  // Another process, which never saw the later time: the file has.
  const second = open()
  expect(await second.claim(wanted('f', { caps: daily }))).toMatchObject({ outcome: 'over' })
  expect(await second.budgets(daily)).toMatchObject([{ held: 50, resetsAt: Date.UTC(2026, 5, 3) }])
  expect(await second.find(ref('a'))).toMatchObject({ state: 'submitting' })
  now += 7 * HOUR + LEASE
  expect(await second.find(ref('a'))).toMatchObject({ state: 'ambiguous', createdAt: Date.UTC(2026, 5, 2, 1) })
  now += DAY
  expect(await second.claim(wanted('f', { caps: daily }))).toMatchObject({ outcome: 'held' })
})

it('makes the folder of its file, writes ahead and syncs whatever it commits', async () => {
  const file = `${temporaryFile()}.d/limn/ledger.db`
  const ledger = sqliteLedger(file)
  onTestFinished(() => ledger.close())
  await ledger.migrate()
  const database = new DatabaseSync(file)
  expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
  database.close()
})
