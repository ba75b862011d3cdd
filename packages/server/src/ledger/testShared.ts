import type { Ledger } from './ledger.ts'
import type { TestClock } from './test/fixture.ts'
import { testSharedCaps } from './test/testSharedCaps.ts'
import { testSharedRows } from './test/testSharedRows.ts'

/**
 * What a ledger that many proxies share must hold to beyond `testLedger`. `make` gives the way to open one empty store, as
 * often as wanted, each time on connections of its own.
 */
export function testShared(name: string, make: (clock: TestClock) => () => Ledger): void {
  testSharedRows(name, make)
  testSharedCaps(name, make)
}
