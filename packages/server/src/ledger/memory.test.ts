import { memoryLedger } from './memory.ts'
import { testModel } from './test/testModel.ts'
import { testLedger } from './testLedger.ts'

testLedger('memory', ({ now }) => memoryLedger({ now }))
testModel('memory', ({ now }) => memoryLedger({ now }), 2000)
