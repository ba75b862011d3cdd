import { createClient, mintKey, toRequest } from '@limn/core'
import { createSimulator, type Fault } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createProxy } from './createProxy.ts'
import { memoryLedger } from './ledger/memory.ts'
import { API_KEY, SECRET } from './test/proxyUnderTest.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'

const simulator = createSimulator({ apiKey: API_KEY, duration: 300, balance: 100_000 })
let served: Awaited<ReturnType<typeof serveSimulator>>
beforeAll(async () => {
  served = await serveSimulator(simulator)
})
afterEach(() => simulator.reset())
afterAll(() => served.close())

const request = toRequest({ prompt: 'a fox in snow', n: 2, size: '1024x1024' })

/** limn's own client, on a proxy of its own, over the simulator's HTTP. */
function setup(limits = {}) {
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: API_KEY, baseUrl: served.url }),
    ledger: memoryLedger(),
    secret: SECRET,
    authorize: (asked) => ({ id: asked.headers.get('x-user') ?? 'u1' }),
    limits,
  })
  const clientOf = (user: string) =>
    createClient({
      endpoint: 'https://app.example/api/images',
      headers: { 'x-user': user },
      fetch: (asked) => proxy(asked),
    })
  return { proxy, clientOf, client: clientOf('u1'), key: mintKey(Date.now()) }
}

describe('with limn’s client and the simulator', () => {
  it('a sentence becomes pictures', async () => {
    const { client, proxy, key } = setup()
    expect(await client.getCapabilities()).toMatchObject({
      source: 'proxy',
      ledger: 'memory',
      features: { idempotency: true },
    })
    const created = await client.createTask(request, { key, slot: '图 1' })
    expect(created).toMatchObject({
      status: 'pending',
      credits: 20,
      key,
      slot: '图 1',
      request: { n: 2, size: '1024x1024' },
    })
    await expect
      .poll(async () => (await client.getTask(created.id)).status, { timeout: 10_000, interval: 1000 })
      .toBe('succeeded')
    const { data, id } = await client.getGeneration(key)
    expect(id).toBe(created.id)
    expect(data).toHaveLength(2)
    const picture = await proxy(new Request(data[0]!.url!))
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    await expect(client.abandonGeneration(key)).resolves.toMatchObject({ id })
  })

  it.each<[string, Fault]>([
    ['C01 a connection cut after the create', { on: 'create', do: { cut: 'after' } }],
    ['a 500 that executed', { on: 'create', do: { status: 500, execute: true } }],
    ['a 502 page that executed', { on: 'create', do: { status: 502, raw: '<html>', execute: true } }],
    ['an answer without an id that executed', { on: 'create', do: { body: {}, execute: true } }],
  ])('%s ends uncertain, and is charged once', async (_, fault) => {
    const { client, key } = setup()
    simulator.use(fault)
    for (let click = 0; click < 3; click += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(client.createTask(request, { key })).rejects.toMatchObject({
        code: 'outcome_unknown',
        ledger: 'memory',
      })
    await expect(client.getGeneration(key)).rejects.toMatchObject({ code: 'outcome_unknown' })
    await expect(client.abandonGeneration(key)).resolves.toBe('uncertain')
    expect(simulator.creates).toHaveLength(1)
  })

  it('ten concurrent POSTs of one key are one create', async () => {
    const { client, key } = setup()
    await client.getCapabilities()
    await Promise.allSettled(Array.from({ length: 10 }, () => client.createTask(request, { key })))
    expect(simulator.creates).toHaveLength(1)
  })

  it('E01 200 concurrent creates under a cap of 100 credits are exactly ten', async () => {
    const { client } = setup({ cap: { credits: 100, per: 'total' } })
    await client.getCapabilities()
    const one = toRequest({ prompt: 'a fox in snow' })
    const all = await Promise.allSettled(
      Array.from({ length: 200 }, () => client.createTask(one, { key: mintKey(Date.now()) })),
    )
    expect(simulator.creates).toHaveLength(10)
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  })

  it('F04 nobody sees another’s task', async () => {
    const { client, clientOf, key } = setup()
    const { id } = await client.createTask(request, { key })
    await expect(clientOf('u2').getTask(id)).rejects.toMatchObject({ code: 'task_not_found', status: 404 })
    await expect(clientOf('u2').getGeneration(key)).rejects.toMatchObject({ code: 'generation_not_found' })
  })

  it('B13 upstream’s own refusal holds nothing', async () => {
    const { client, key } = setup({ cap: { credits: 100, per: 'total' } })
    simulator.balance = 0
    await expect(client.createTask(request, { key })).rejects.toMatchObject({
      code: 'insufficient_credits',
      status: 402,
    })
    expect((await client.getCapabilities()).budget).toMatchObject({ held: 0, spent: 0 })
    expect(simulator.creates).toHaveLength(0)
  })
})
