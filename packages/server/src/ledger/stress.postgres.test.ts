import { expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import { createPostgresEngine } from './sql/postgresEngine.ts'
import { sqlLedger } from './sql/sqlLedger.ts'
import { cap, wanted, watching } from './test/fixture.ts'
import { postgresUnderTest } from './test/postgresUnderTest.ts'

const ROUNDS = 60
const caps = [cap(1_000_000, { scope: 'all' })]

/** A life of one key, from its claim to its end. */
async function live(ledger: Ledger, key: string) {
  const ref = { principal: 'u1', key }
  const claimed = await ledger.claim(wanted(key, { caps, quota: { running: 1000 } }))
  if (claimed.outcome === 'held') await ledger.accept(claimed.row, { taskId: `t-${key}`, watch: watching('pending') })
  await ledger.record(ref, { watch: watching('succeeded'), verdict: 'known' })
  await ledger.erase(ref)
  await ledger.finish(ref)
}

it('two that claim, look, take over and forget the same rows all the time never wait for each other for ever', async () => {
  const { schema, pool } = postgresUnderTest()
  const ledgers = [0, 1].map(() => sqlLedger(createPostgresEngine(pool(), { schema, owned: false })))
  await ledgers[0]!.migrate()
  let keys = 0
  const repeat = async (step: (round: number) => Promise<unknown>) => {
    // oxlint-disable-next-line no-await-in-loop -- one round after the other
    for (let round = 0; round < ROUNDS; round += 1) await step(round)
  }
  const work = ledgers.flatMap((ledger, index) => [
    ...[1, 2, 3].map(() => repeat(() => live(ledger, `k${(keys += 1)}`))),
    repeat((round) => ledger.watch({ owner: `p${index} ${round}`, lease: 1 })),
    repeat(() => ledger.prune(0)),
    repeat(() => ledger.writeOff(0)),
  ])
  const failed = (await Promise.allSettled(work)).filter(({ status }) => status === 'rejected')
  expect(failed).toEqual([])
  expect(await ledgers[0]!.budgets(caps)).toMatchObject([{ held: 0, spent: 10 * keys }])
})
