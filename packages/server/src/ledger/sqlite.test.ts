import { createSqliteEngine } from './sql/sqliteEngine.ts'
import { sqlLedger } from './sql/sqlLedger.ts'
import { temporaryFile } from './test/temporaryFile.ts'
import { testLedger } from './testLedger.ts'
import { testShared } from './testShared.ts'

testLedger('sqlite', ({ now }) => sqlLedger(createSqliteEngine(temporaryFile(), now)))

testShared('sqlite', ({ now }) => {
  const file = temporaryFile()
  return () => sqlLedger(createSqliteEngine(file, now))
})
