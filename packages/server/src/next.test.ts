// oxlint-disable-next-line import/no-unassigned-import -- Next starts with it
import 'next/dist/server/node-environment-baseline.js'
import { AfterContext } from 'next/dist/server/after/after-context.js'
import { workAsyncStorage, type WorkStore } from 'next/dist/server/app-render/work-async-storage.external.js'
import {
  workUnitAsyncStorage,
  type WorkUnitStore,
} from 'next/dist/server/app-render/work-unit-async-storage.external.js'
import { mintKey } from '@limn/core'
import { expect, it, onTestFinished } from 'vitest'
import { createProxy } from './createProxy.ts'
import { memoryLedger } from './ledger/memory.ts'
import { toNextHandlers } from './next.ts'
import { API_KEY, SECRET } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'

/** Runs a route as Next does, and collects what its platform is asked to wait for. */
function insideNext(waited: Promise<unknown>[], run: () => Promise<Response>): Promise<Response> {
  const waitUntil = (work: Promise<unknown>) => void waited.push(work)
  const afterContext = new AfterContext({ waitUntil, onClose: () => {}, onTaskError: () => {} })
  const unit = { type: 'request', phase: 'action' } as WorkUnitStore
  return workAsyncStorage.run({ afterContext } as WorkStore, () => workUnitAsyncStorage.run(unit, run))
}

it('D11 hands a create to after(), so that it ends well though its caller has left', async () => {
  let release = () => {}
  const upstream = await startUpstream((_, response) => {
    release = () => json(response, 200, taskBody('task'))
  })
  onTestFinished(() => upstream.close())
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
    ledger: memoryLedger(),
    secret: SECRET,
    authorize: () => ({ id: 'ann' }),
  })
  const { GET, POST } = toNextHandlers(proxy)
  const [endpoint, key] = ['https://app.example/api/images/generations', mintKey(Date.now())]
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  const waited: Promise<unknown>[] = []

  void insideNext(waited, () => POST(new Request(endpoint, { method: 'POST', headers, body: '{"prompt":"a fox"}' })))
  expect(waited).toHaveLength(1)
  await expect.poll(() => upstream.received.length, { timeout: 10_000 }).toBe(1)
  release()
  await waited[0]
  const found = await insideNext(waited, () => GET(new Request(`${endpoint}/${key}`)))
  expect(await found.json()).toMatchObject({ key, status: 'pending' })
})
