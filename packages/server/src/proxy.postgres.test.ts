import { Pool } from 'pg'
import { expect, inject, it, onTestFinished, vi } from 'vitest'
import { DAY, cap, held, wanted } from './ledger/test/fixture.ts'
import { postgresUnderTest } from './ledger/test/postgresUnderTest.ts'
import { postgresLedger } from './postgres.ts'
import { startRelay } from './test/startRelay.ts'
import { testDurableProxy } from './test/testDurableProxy.ts'

testDurableProxy('postgres', () => {
  const { schema, pool } = postgresUnderTest()
  return {
    open: () => postgresLedger(inject('postgres'), { schema }),
    run: (statement) => pool().query(statement),
    unreachable: () => postgresLedger('postgres://nobody@127.0.0.1:1/nothing'),
  }
})

it('D08 connections that break in the middle fail what they carried, and nothing else', async () => {
  const { schema } = postgresUnderTest()
  const relay = await startRelay(new URL(inject('postgres')))
  onTestFinished(relay.close)
  const ledger = postgresLedger(relay.url, { schema })
  onTestFinished(() => ledger.close())
  await ledger.migrate()
  let begun = 0
  for (let round = 0; round < 5; round += 1) {
    const claims = Array.from({ length: 20 }, () => ledger.claim(wanted(`k${(begun += 1)}`)))
    await relay.passed(4)
    relay.cut()
    // Whoever was cut off in the middle hears so; an error that nobody hears would end the run.
    await Promise.allSettled(claims)
  }
  expect((await held(ledger, 'k')).state).toBe('submitting')
})

it('E05 leases and windows go by the database’s clock, whatever the machine says', async () => {
  const { schema, pool } = postgresUnderTest()
  const ledger = postgresLedger(pool(), { schema })
  await ledger.migrate()
  const truth = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: truth - 400 * DAY })
  onTestFinished(() => void vi.useRealTimers())
  const daily = [cap(50, { per: 'day' })]
  const row = await held(ledger, 'k', daily)
  expect(Math.abs(row.createdAt - truth)).toBeLessThan(60_000)
  const [budget] = await ledger.budgets(daily)
  expect(budget!.held).toBe(10)
  expect(budget!.resetsAt! - truth).toBeGreaterThan(-60_000)
})

it('leaves a pool that is the app’s open, and lives in the schema it was given', async () => {
  const pool = new Pool({ connectionString: inject('postgres') })
  onTestFinished(() => pool.end())
  const ledger = postgresLedger(pool, { schema: 'an "app"’s own' })
  await ledger.migrate()
  await held(ledger, 'k')
  await ledger.close()
  const { rows } = await pool.query('select key from "an ""app""’s own".generations')
  expect(rows).toEqual([{ key: 'k' }])
})

it('commits to disk in a database whose default is not to', async () => {
  const { schema, pool } = postgresUnderTest()
  const lax = new Pool({ connectionString: inject('postgres'), options: '-c synchronous_commit=off', max: 1 })
  onTestFinished(() => lax.end())
  const ledger = postgresLedger(lax, { schema })
  await ledger.migrate()
  // Runs inside the claim's own transaction.
  await pool().query(`
    create table seen (word text);
    create function watch() returns trigger language plpgsql as
      $$ begin insert into ${schema}.seen values (current_setting('synchronous_commit')); return new; end $$;
    create trigger watch after insert on generations for each row execute function watch()`)
  await held(ledger, 'k')
  expect((await pool().query('select word from seen')).rows).toEqual([{ word: 'on' }])
})
