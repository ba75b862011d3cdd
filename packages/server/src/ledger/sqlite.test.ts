import { expect, it, onTestFinished } from 'vitest'
import { createSqliteEngine } from './sql/sqliteEngine.ts'
import { sqlLedger } from './sql/sqlLedger.ts'
import { ref, taken } from './test/fixture.ts'
import { temporaryFile } from './test/temporaryFile.ts'
import { testModel } from './test/testModel.ts'
import { testLedger } from './testLedger.ts'
import { testShared } from './testShared.ts'

testLedger('sqlite', ({ now }) => sqlLedger(createSqliteEngine(temporaryFile(), now)))

testShared('sqlite', ({ now }) => {
  const file = temporaryFile()
  return () => sqlLedger(createSqliteEngine(file, now))
})

it('finds more tasks by their names than one statement can take', async () => {
  const ledger = sqlLedger(createSqliteEngine(':memory:', Date.now))
  onTestFinished(() => ledger.close())
  await ledger.migrate()
  await taken(ledger, 'k16999')
  const refs = Array.from({ length: 17_000 }, (_, n) => ref(`k${n}`))
  expect((await ledger.findTasks(refs)).map(({ key }) => key)).toEqual(['k16999'])
})

// In memory: no order of steps is about the disk.
testModel('sqlite', ({ now }) => sqlLedger(createSqliteEngine(':memory:', now)), 100)
