import { temporaryFile } from './test/temporaryFile.ts'
import { createSqliteEngine } from './sql/sqliteEngine.ts'
import { sqlLedger } from './sql/sqlLedger.ts'
import { testLedger } from './testLedger.ts'

testLedger('sqlite', ({ now }) => sqlLedger(createSqliteEngine(temporaryFile(), now)))
