import { dehydrate, hydrate, QueryClient } from '@tanstack/react-query'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator } from '@limn/simulator'
import { mintKey, toRequest } from '@limn/core'
import { expect, it } from 'vitest'
import { budgetOptions } from './budgetOptions.ts'
import { capabilitiesOptions } from './capabilitiesOptions.ts'
import { taskListOptions } from './taskListOptions.ts'
import { taskOptions } from './taskOptions.ts'

it('what a server has prefetched as a user is there in the browser, by the same names', async () => {
  const simulator = createSimulator({ apiKey: 'k'.repeat(20), balance: 1000 })
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: 'k'.repeat(20), baseUrl: 'http://127.0.0.1:9/api/v1', fetch: simulator.fetch }),
    ledger: memoryLedger(),
    secret: 'a secret of more than thirty-two bytes',
    authorize: () => null,
    limits: { cap: { credits: 100, per: 'day' } },
  })
  const client = proxy.as({ id: 'u1' })
  const ids: string[] = []
  for (const prompt of ['a fox', 'a hare', 'a lynx'])
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that their order is known
    ids.unshift((await client.createTask(toRequest({ prompt }), { key: mintKey(Date.now()), slot: 'hero' })).id)

  const server = new QueryClient()
  await Promise.all([
    server.prefetchInfiniteQuery({ ...taskListOptions(client, { limit: 2 }), pages: 2 }),
    server.prefetchQuery(capabilitiesOptions(client)),
    server.prefetchQuery(budgetOptions(client)),
    server.prefetchQuery(taskOptions(client, ids[0]!)),
  ])
  const browser = new QueryClient()
  hydrate(browser, JSON.parse(JSON.stringify(dehydrate(server))))
  const list = browser.getQueryData(taskListOptions(client, { limit: 2 }).queryKey)
  expect(list?.pages.map(({ tasks }) => tasks.length)).toEqual([2, 1])
  expect(list?.pages.flatMap(({ tasks }) => tasks.map(({ request }) => request?.prompt))).toEqual([
    'a lynx',
    'a hare',
    'a fox',
  ])
  expect(browser.getQueryData(capabilitiesOptions(client).queryKey)).toMatchObject({ source: 'proxy' })
  expect(browser.getQueryData(budgetOptions(client).queryKey)).toMatchObject({ cap: 100, remaining: 70 })
  expect(browser.getQueryData(taskOptions(client, ids[0]!).queryKey)).toMatchObject({ id: ids[0] })
  await proxy.close()
})
