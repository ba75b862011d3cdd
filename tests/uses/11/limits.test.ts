import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkRequest, createClient, mintKey, toRequest } from '@limn/core'
import { sqliteLedger } from '@limn/server/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { serveProxy } from '../serveProxy.ts'
import { proxyOf, type User } from './limits.ts'

const USERS: readonly User[] = [
  { id: '1', email: 'ada@example.com', plan: 'free', creditsBought: 0 },
  { id: '2', email: 'bob@example.com', plan: 'pro', creditsBought: 250 },
  { id: '3', email: 'eve@example.com', plan: 'pro', creditsBought: 50_000 },
]
const users = {
  fromCookie: async (request: Request) =>
    USERS.find(({ id }) => request.headers.get('cookie') === `session=${id}`) ?? null,
}

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'limn-use-11-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { simulator, endpoint } = await serveProxy(
    (upstream) => proxyOf({ users, upstream, ledger: sqliteLedger(join(folder, 'limn.db')) }),
    { duration: 3_600_000 },
  )
  const as = (id: string) => {
    const headers = { cookie: `session=${id}`, 'sec-fetch-site': 'same-origin' }
    const client = createClient({ endpoint, headers })
    return {
      ...client,
      create: (request: Parameters<typeof toRequest>[0]) =>
        client.createTask(toRequest(request), { key: mintKey(Date.now()) }),
      budget: async () => (await fetch(`${endpoint}/budget`, { headers })).json(),
    }
  }
  return { simulator, as }
}
const fox = { prompt: 'a fox in snow', size: '1024x1024' } as const

it('each plan is offered what it has, and held to it', async () => {
  const { simulator, as } = await setup()
  const [free, pro, rich] = [as('1'), as('2'), as('3')]
  const offered = await free.getCapabilities()
  expect(offered).toMatchObject({ sizes: ['auto', '1024x1024'], n: { max: 1 }, budget: { cap: 50, held: 0, spent: 0 } })
  expect(await pro.getCapabilities()).toMatchObject({ n: { max: 4 }, budget: { cap: 250 } })
  expect((await pro.getCapabilities()).sizes).toContain('3824x2160')
  // Whoever bought more than all may spend in a day sees what all may.
  expect(await rich.getCapabilities()).toMatchObject({ budget: { cap: 20_000 } })

  const wide = { prompt: 'a fox', size: '1536x1024' } as const
  expect(checkRequest(toRequest(wide), offered)).toMatchObject([{ param: 'size' }])
  await expect(free.create(wide)).rejects.toMatchObject({ code: 'invalid_request', param: 'size' })
  await expect(free.create({ ...fox, n: 2 })).rejects.toMatchObject({ code: 'invalid_request', param: 'n' })
  await expect(as('nobody').create(fox)).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(simulator.creates).toHaveLength(0)
})

it('a free plan ends at 50 credits a day, also when many come at once', async () => {
  const { simulator, as } = await setup()
  const free = as('1')
  await free.getCapabilities()
  const ends = await Promise.allSettled(Array.from({ length: 12 }, () => free.create(fox)))
  const refused = ends.filter((end) => end.status === 'rejected').map(({ reason }) => (reason as { code: string }).code)
  expect(refused).toEqual(Array.from({ length: 7 }, () => 'budget_exceeded'))
  expect(simulator.creates).toHaveLength(5)
  const { resets_at, ...budget } = (await free.budget()) as { resets_at: number }
  expect(budget).toEqual({ cap: 50, held: 0, spent: 50, remaining: 0 })
  expect([resets_at % 86_400_000, resets_at > Date.now()]).toEqual([0, true])
})

it('a pro plan ends at what was bought, and at 20 tasks at once', async () => {
  const { simulator, as } = await setup()
  const [pro, rich] = [as('2'), as('3')]
  for (let n = 0; n < 6; n += 1) await pro.create({ ...fox, n: 4 })
  await expect(pro.create({ ...fox, n: 4 })).rejects.toMatchObject({ code: 'budget_exceeded' })
  expect(await pro.budget()).toEqual({ cap: 250, held: 0, spent: 240, remaining: 10, resets_at: null })
  await pro.create(fox)

  for (let n = 0; n < 20; n += 1) await rich.create(fox)
  await expect(rich.create(fox)).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 5000 })
  expect(simulator.creates).toHaveLength(27)
  expect(await rich.budget()).toMatchObject({ cap: 20_000, spent: 450, remaining: 19_550 })
})
