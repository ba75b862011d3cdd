import { expect, it, onTestFinished } from 'vitest'
import { proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

const LIMITS = { cap: { credits: 100, per: 'total' as const } }

/** The budget after one task that ends as `status`. */
async function budgetAfter(status: string, refundFailed?: boolean) {
  const upstream = await startUpstream(({ method }, response) =>
    json(
      response,
      200,
      taskBody('t', method === 'POST' ? {} : { status, data: [{ url: 'https://cdn.example/1.png' }] }),
    ),
  )
  onTestFinished(() => upstream.close())
  const { create, task, key, capabilities, events } = proxyUnderTest({
    upstream: upstream.url,
    limits: LIMITS,
    refundFailed,
  })
  const { id } = (await (await create(key())).json()) as { id: string }
  await task(id)
  expect(events.at(-1)).toMatchObject({ type: 'settled' })
  return ((await (await capabilities()).json()) as { budget: unknown }).budget
}

it.each([
  ['failed', undefined, 10],
  ['failed', true, 0],
  ['canceled', true, 0],
  ['succeeded', true, 10],
])('E06 a task that ends %s, refundFailed %s: %i credits stay spent', async (status, refundFailed, spent) => {
  expect(await budgetAfter(status, refundFailed)).toMatchObject({ held: 0, spent, remaining: 100 - spent })
})
