import { sql } from 'kysely'
import { createPostgresEngine } from './sql/postgresEngine.ts'
import { sqlLedger } from './sql/sqlLedger.ts'
import type { TestClock } from './test/fixture.ts'
import { postgresUnderTest } from './test/postgresUnderTest.ts'
import { testLedger } from './testLedger.ts'
import { testShared } from './testShared.ts'

function store({ now }: TestClock) {
  const { schema, pool } = postgresUnderTest()
  return () =>
    sqlLedger(createPostgresEngine(pool(), { schema, owned: false, clock: () => sql`${sql.lit(now())}::bigint` }))
}

testLedger('postgres', (clock) => store(clock)())
testShared('postgres', store)
