import { afterAll, beforeAll, expect, it } from 'vitest'
import { memoryLedger } from './ledger/memory.ts'
import { API_KEY, proxyUnderTest } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
let message = ''
let beside = '0'
beforeAll(async () => {
  upstream = await startUpstream(({ method }, response) => {
    if (method === 'POST') return json(response, 200, taskBody('t'))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(`{"id":"t","status":"failed","data":[],"error":{"message":"with ${message}"},"beside":${beside}}`)
  })
})
afterAll(() => upstream.close())

const SLASHED = 'a/secret/with/slashes/in/it/that/is/long'

it.each([
  ['plain', API_KEY, API_KEY, '0'],
  ['in \\u escapes', API_KEY, API_KEY.replaceAll('-', String.raw`\u002d`), '0'],
  ['with escaped slashes, as PHP writes them', SLASHED, SLASHED.replaceAll('/', String.raw`\/`), '0'],
  [
    'beside what is too deep to be searched',
    API_KEY,
    API_KEY.replaceAll('-', String.raw`\u002d`),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  ],
])('I03 a secret that upstream echoes is neither told nor stored: %s', async (_, secret, echoed, deep) => {
  ;[message, beside] = [echoed, deep]
  const ledger = memoryLedger()
  const tools = proxyUnderTest({ upstream: upstream.url, ledger, secret: SLASHED })
  const { create, task, recover, key, environment, events } = tools
  const k = key()
  const { id } = (await (await create(k)).json()) as { id: string }
  environment.advance(2000)
  const told = (await (await task(id)).text()) + (await (await recover(k)).text()) + JSON.stringify(events)
  const stored = await ledger.find({ principal: 'u1', key: k })
  expect(stored?.taskId).toBe('t')
  expect(told).not.toContain(secret)
  expect(JSON.stringify(stored)).not.toContain(secret)
  expect(stored?.watch.task?.error?.message ?? '').not.toContain(secret)
})
