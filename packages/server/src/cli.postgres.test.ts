import { postgresDatabase } from './ledger/test/postgresUnderTest.ts'
import { testDurableCli } from './test/testDurableCli.ts'

testDurableCli('postgres', postgresDatabase)
