import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mintKey } from '@limn/core'
import { createSimulator, type SimulatorOptions } from '@limn/simulator'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFile } from './ledger/test/temporaryFile.ts'
import { handlerOf } from './node.ts'
import { sqliteLedger } from './sqlite.ts'
import { proxyUnderTest, realTime } from './test/proxyUnderTest.ts'
import { startRelay } from './test/startRelay.ts'

async function listening(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close().closeAllConnections()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

/** A proxy on SQLite behind a socket. */
async function serve(fetch: (request: Request) => Promise<Response>) {
  const ledger = sqliteLedger(temporaryFile())
  const { proxy } = proxyUnderTest({ fetch, ledger, rates: false, environment: realTime() })
  await ledger.migrate()
  onTestFinished(() => proxy.close())
  const handler = handlerOf(proxy)
  return { ledger, url: await listening((request, response) => void handler(request, response)) }
}

const simulate = (options?: SimulatorOptions) => createSimulator(options)

const post = (url: URL | string, path: string, key: string | undefined, signal?: AbortSignal) =>
  fetch(new URL(`/api/images${path}`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    body: '{"prompt":"a fox"}',
    ...(signal && { signal }),
  })

it('C12 a POST that was held up on its way, and arrives after it was given up, creates nothing', async () => {
  const simulator = simulate()
  const { url } = await serve(simulator.fetch)
  const relay = await startRelay(url)
  onTestFinished(relay.close)
  const [first, second] = [mintKey(Date.now()), mintKey(Date.now())]
  relay.hold()
  const late = post(relay.url, '/generations', first)
  await expect.poll(() => relay.held()).toBeGreaterThan(0)

  const given = await post(url, `/generations/${first}/abandon`, undefined)
  expect([given.status, await given.json()]).toEqual([200, { key: first, state: 'abandoned' }])
  expect((await post(url, '/generations', second)).status).toBe(200)
  relay.release()
  const answer = await late
  expect([answer.status, await answer.json()]).toMatchObject([410, { error: { code: 'generation_abandoned' } }])
  expect(simulator.creates).toHaveLength(1)
})

it('C17 of 200 callers who leave within 300 ms, every create that was executed has its row', async () => {
  const simulator = simulate({ balance: 10_000 })
  simulator.use({ on: 'create', do: { delay: 100 } })
  const { url, ledger } = await serve(simulator.fetch)
  const keys = Array.from({ length: 200 }, () => mintKey(Date.now()))
  const answers = await Promise.all(
    keys.map((key, index) =>
      post(url, '/generations', key, AbortSignal.timeout(1 + ((index * 37) % 300))).then(
        ({ status }) => status,
        () => 'left',
      ),
    ),
  )
  expect(answers.filter((answer) => answer === 'left').length).toBeGreaterThan(20)
  const rows = () => Promise.all(keys.map((key) => ledger.find({ principal: 'u1', key })))
  await expect
    .poll(async () => (await rows()).some((row) => row?.state === 'submitting'), { timeout: 10_000 })
    .toBe(false)
  const found = (await rows()).filter((row) => row !== undefined)
  expect(found.map(({ state }) => state)).toEqual(found.map(() => 'accepted'))
  expect(new Set(found.map(({ taskId }) => taskId))).toEqual(new Set(simulator.creates.map(({ id }) => id)))
  expect(found).toHaveLength(simulator.creates.length)
})
