import { expect, it } from 'vitest'
import { keepAlive } from './waitUntil.ts'

it('hands work to a Worker’s context and to Hono’s, and survives contexts that have none', async () => {
  const kept: unknown[] = []
  const waitUntil = (work: unknown) => void kept.push(work)
  const hono = {
    get executionCtx(): unknown {
      throw new Error('This context has no ExecutionContext')
    },
  }
  for (const context of [{ waitUntil }, { executionCtx: { waitUntil } }, hono, {}, undefined, null, 'x'])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await keepAlive(context, Promise.resolve(7))).toBe(7)
  expect(kept).toHaveLength(2)
})
