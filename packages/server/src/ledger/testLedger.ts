import type { Ledger } from './ledger.ts'
import { START, type TestClock } from './test/fixture.ts'
import { testAttempts } from './test/testAttempts.ts'
import { testBudgets } from './test/testBudgets.ts'
import { testDoubt } from './test/testDoubt.ts'
import { testLife } from './test/testLife.ts'
import { testLists } from './test/testLists.ts'
import { testQuota } from './test/testQuota.ts'
import { testWatch } from './test/testWatch.ts'

/** The ledger machine as an executable contract: run it on every engine. `make` gives an empty ledger on this clock. */
export function testLedger(name: string, make: (clock: TestClock) => Promise<Ledger> | Ledger): void {
  async function setup() {
    let now = START
    const clock: TestClock = { now: () => now, advance: (ms) => void (now += ms) }
    const ledger = await make(clock)
    await ledger.migrate()
    return { clock, ledger }
  }

  testAttempts(name, setup)
  testDoubt(name, setup)
  testLife(name, setup)
  testBudgets(name, setup)
  testQuota(name, setup)
  testWatch(name, setup)
  testLists(name, setup)
}
