import { sql } from 'kysely'
import { createPostgresEngine } from './sql/postgresEngine.ts'
import { sqlLedger } from './sql/sqlLedger.ts'
import { postgresUnderTest } from './test/postgresUnderTest.ts'
import { testLedger } from './testLedger.ts'

testLedger('postgres', ({ now }) => {
  const { schema, pool } = postgresUnderTest()
  return sqlLedger(createPostgresEngine(pool(), { schema, owned: false, clock: () => sql`${now()}::bigint` }))
})
