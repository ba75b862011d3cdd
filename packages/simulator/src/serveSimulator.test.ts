import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createSimulator } from './createSimulator.ts'
import { serveSimulator } from './node.ts'
import { SCENARIOS } from './scenarios.ts'
import type { TaskBody } from './testing/upstream.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serve() {
  const simulator = createSimulator({ duration: 0 })
  const { url, close } = await serveSimulator(simulator)
  closers.push(close)
  const create = (body: unknown) =>
    fetch(`${url}/images/generations`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: JSON.stringify(body),
    })
  return { simulator, url, create }
}

it('serves tasks and pictures on its own origin', async () => {
  const { url, create } = await serve()
  const { id } = (await (await create({ prompt: 'a cup', quality: 'low', output_format: 'webp' })).json()) as TaskBody
  const task = (await (
    await fetch(`${url}/images/tasks/${id}`, { headers: { authorization: 'Bearer k' } })
  ).json()) as TaskBody
  expect(task.data[0]?.url).toBe(`${new URL(url).origin}/files/${id}/0.webp`)
  const picture = await fetch(task.data[0]!.url)
  expect(picture.headers.get('content-type')).toBe('image/webp')
  expect((await picture.arrayBuffer()).byteLength).toBe(Number(picture.headers.get('content-length')))
})

it('destroys the socket where a fault cuts', async () => {
  const { simulator, create } = await serve()
  simulator.use(...SCENARIOS.uncertain)
  await expect(create({ prompt: 'a cup' })).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
  expect(simulator.creates).toHaveLength(1)
})

it('refuses a body above 1 MB', async () => {
  const { simulator, create } = await serve()
  expect((await create({ prompt: 'x'.repeat(1_000_001) })).status).toBe(413)
  expect(simulator.creates).toHaveLength(0)
})

it.each([
  ['a TRACE', 'TRACE /api/v1/images/generations', 'a', 405, 'method_not_allowed'],
  ['a target that is no URL', 'GET http://[', 'a', 400, 'invalid_request'],
  ['a host with a password', 'GET /', 'u:p@a', 400, 'invalid_request'],
])('refuses %s', async (_name, line, host, status, code) => {
  const socket = connect(Number(new URL((await serve()).url).port), '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  socket.end(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  await once(socket, 'close')
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(text).toContain(`"code":"${code}"`)
})

it('breaks an answer at once that is shorter than its length', async () => {
  const { simulator, create } = await serve()
  simulator.use({ on: 'create', do: { raw: 'abc', headers: { 'content-length': '999' } } })
  const answer = await create({ prompt: 'a cup' })
  await expect(answer.text()).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
}, 3000)

it('tells of a fault that cannot be sent as a 500', async () => {
  const { simulator, create } = await serve()
  simulator.use({ on: 'create', do: { raw: 'abc', headers: { 'content-length': '3', trailer: 'x' } } })
  const answer = await create({ prompt: 'a cup' })
  expect([answer.status, await answer.json()]).toMatchObject([500, { error: { code: 'server_error' } }])
})
