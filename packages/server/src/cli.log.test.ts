import { mintKey } from '@limn/core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { servingCli } from './test/runCli.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream(() => {})
})
beforeEach(() => void (upstream.script = (_, response) => json(response, 200, taskBody('t'))))
afterAll(() => upstream.close())

/** What would forge a line, colour a terminal (7 and 8 bit), hide or turn text round. */
const PROMPT =
  'a fox\r\nSet-Cookie: x\n{"type":"accepted"}\u001b[31m\u009b31m\u0085\u2028\u2029\u202egnp.\u2066\u007f\u200f'

async function logged(...flags: string[]) {
  const proxy = await servingCli(['--upstream', upstream.url, '--ledger', 'memory', ...flags])
  const before = proxy.said.err.length
  await fetch(`${proxy.endpoint}/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user': 'ann', 'idempotency-key': mintKey(Date.now()) },
    body: JSON.stringify({ prompt: PROMPT }),
  })
  await expect.poll(() => proxy.said.err.slice(before)).toMatch(/"accepted".*\n/)
  return proxy.said.err.slice(before)
}

it('A19 with --log-prompts a prompt is one line, of plain characters, that says what it was', async () => {
  const said = await logged('--log-prompts')
  expect(said.endsWith('\n')).toBe(true)
  const lines = said.slice(0, -1).split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(lines[0]!)).toMatchObject({ type: 'accepted', prompt: PROMPT, principal: 'ann' })
})

it('I05 without it no prompt is logged', async () => {
  expect(await logged()).not.toMatch(/fox|Set-Cookie/)
})
