import { memoryLedger } from './memory.ts'
import { testLedger } from './testLedger.ts'

testLedger('memory', ({ now }) => memoryLedger({ now }))
