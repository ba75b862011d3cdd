import { createSqliteEngine } from './sql/sqliteEngine.ts'
import { sqlLedger } from './sql/sqlLedger.ts'
import { temporaryFile } from './test/temporaryFile.ts'
import { testModel } from './test/testModel.ts'
import { testLedger } from './testLedger.ts'
import { testShared } from './testShared.ts'

testLedger('sqlite', ({ now }) => sqlLedger(createSqliteEngine(temporaryFile(), now)))

testShared('sqlite', ({ now }) => {
  const file = temporaryFile()
  return () => sqlLedger(createSqliteEngine(file, now))
})

// In memory: no order of steps is about the disk.
testModel('sqlite', ({ now }) => sqlLedger(createSqliteEngine(':memory:', now)), 100)
