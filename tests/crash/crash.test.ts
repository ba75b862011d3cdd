import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { buildServer, type BuiltServer } from './buildServer.ts'
import { crash } from './crash.ts'
import { postgresStore, sqliteStore } from './store.ts'

let built: BuiltServer
beforeAll(async () => {
  built = await buildServer()
})
afterAll(() => built.remove())

describe.each<[string, () => Promise<Awaited<ReturnType<typeof postgresStore>>>]>([
  ['SQLite', async () => sqliteStore()],
  ['Postgres', () => postgresStore(inject('postgres'))],
])('D01 two proxies on one %s, one of them killed again and again', (_, open) => {
  it.each([1, 2])('seed %i: nothing is charged twice, lost, forgotten or over a cap', async (seed) => {
    const store = await open()
    onTestFinished(() => store.remove())
    const verdict = await crash({ cli: built.cli, store, seed })
    expect(verdict).toMatchObject({ doubled: [], lost: [], forgotten: [], over: [] })
    // And it was a run worth the name.
    expect(verdict.kills).toBeGreaterThanOrEqual(4)
    expect(verdict.executed).toBeGreaterThan(150)
    expect(verdict.ends).toMatchObject({
      acknowledged: expect.any(Number) as number,
      budget_exceeded: expect.any(Number) as number,
      outcome_unknown: expect.any(Number) as number,
    })
  })
})
