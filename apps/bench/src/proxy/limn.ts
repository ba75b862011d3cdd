import { createServer } from 'node:http'
import { mintKey } from '@limn/core'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import { createHandles } from '../../../../packages/server/src/handle.ts'
import { createKeyring } from '../../../../packages/server/src/keyring.ts'
import { ready } from './ready.ts'

const SECRET = 'a secret of more than thirty-two bytes'
const MOUNT = '/api/images'
const PRINCIPAL = 'user-1'
const [, , upstream = '', tasks = '', ledger = 'none'] = process.argv

const proxy = createProxy({
  upstream: gptImage2({ apiKey: 'sk-bench-0123456789', baseUrl: upstream }),
  ledger: ledger === 'none' ? 'none' : memoryLedger(),
  secret: SECRET,
  authorize: () => ({ id: PRINCIPAL }),
  rates: false,
  onEvent: () => {},
})
const handles = createHandles({ keyring: createKeyring([SECRET]), mount: MOUNT, ttl: 24 * 3_600_000 })

/** A handle as a create would have answered it, where no ledger has to know it. */
const seal = (_: unknown, index: number) =>
  handles.seal({ taskId: `task-${index}`, principal: PRINCIPAL, key: 'k', at: Date.now() })

async function create(): Promise<string> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': mintKey(Date.now()) }
  const body = '{"prompt":"a fox in snow"}'
  const answer = await proxy(new Request(`http://h${MOUNT}/generations`, { method: 'POST', headers, body }))
  return ((await answer.json()) as { id: string }).id
}

const handler = toNodeHandler(proxy)
const ids = await Promise.all(Array.from({ length: Number(tasks) }, ledger === 'none' ? seal : create))
ready(
  createServer((request, response) => void handler(request, response)),
  ids.map((id) => `${MOUNT}/tasks/${id}`),
)
