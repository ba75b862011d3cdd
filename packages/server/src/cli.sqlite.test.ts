import { temporaryFile } from './ledger/test/temporaryFile.ts'
import { testDurableCli } from './test/testDurableCli.ts'

testDurableCli('sqlite', () => `sqlite:${temporaryFile()}`)
