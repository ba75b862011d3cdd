import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { createClient, mintKey } from '@limn/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFile } from './ledger/test/temporaryFile.ts'
import { sqliteLedger } from './sqlite.ts'
import { failedCli, servingCli } from './test/runCli.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
/** Answers of creates that upstream has not given yet. */
const held: ServerResponse[] = []
beforeAll(async () => {
  upstream = await startUpstream(({ method }, response) => {
    if (method === 'POST') held.push(response)
    else json(response, 200, taskBody('t', { status: 'processing' }))
  })
})
beforeEach(() => void (held.length = 0))
afterAll(() => upstream.close())

async function serving() {
  const file = temporaryFile()
  await failedCli(['migrate', '--ledger', `sqlite:${file}`])
  return { file, ...(await servingCli(['--upstream', upstream.url, '--ledger', `sqlite:${file}`])) }
}

const PATIENT = { timeout: 10_000 }

/** Whether somebody new would be let in. */
async function isOpen(endpoint: string): Promise<boolean> {
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1')
  const open = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return open
}

describe('the command line told to stop', () => {
  it('D10 answers what is under way: nothing that upstream has answered stays unclear', async () => {
    const { child, create, endpoint, file } = await serving()
    const keys = Array.from({ length: 20 }, () => mintKey(Date.now()))
    const answers = keys.map((key) => create('ann', key))
    await expect.poll(() => held.length, PATIENT).toBe(20)
    child.kill('SIGTERM')
    await expect.poll(() => isOpen(endpoint), PATIENT).toBe(false)
    for (const [index, response] of held.entries()) {
      if (index % 10 === 9) json(response, 400, { error: { message: 'no', type: 'invalid_request_error', code: 'x' } })
      else json(response, 200, taskBody(`task-${index}`))
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as upstream gets to them
      await new Promise((resolve) => setImmediate(resolve))
    }
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(18)
    expect(statuses.filter((status) => status === 400)).toHaveLength(2)
    expect(await once(child, 'close')).toEqual([0, null])

    const ledger = sqliteLedger(file)
    onTestFinished(() => ledger.close())
    const rows = await Promise.all(keys.map((key) => ledger.find({ principal: 'ann', key })))
    expect(rows.filter((row) => row?.state === 'accepted')).toHaveLength(18)
    expect(rows.filter((row) => row?.state === 'rejected')).toHaveLength(2)
    expect(await ledger.unclear({ limit: 100 })).toEqual([])
  })

  it('D10 ends a streamed poll whole, and is gone', async () => {
    const { child, create, endpoint } = await serving()
    const answer = create('ann', mintKey(Date.now()))
    await expect.poll(() => held.length, PATIENT).toBe(1)
    json(held[0]!, 200, taskBody('t'))
    const { id } = (await (await answer).json()) as { id: string }
    const told: unknown[] = []
    const over = once(child, 'close')
    const { watchTasks } = createClient({ endpoint, headers: { 'x-user': 'ann' } })
    for await (const [, entry] of watchTasks([id], { wait: 55 })) {
      told.push(entry.status)
      child.kill('SIGTERM')
    }
    expect(told[0]).toBe('pending')
    expect(await over).toEqual([0, null])
  })

  it('D10 waits for nobody whose request has not come whole', async () => {
    const { child, endpoint } = await serving()
    const slow = connect(Number(new URL(endpoint).port), '127.0.0.1')
    const head = ['POST /api/images/generations HTTP/1.1', 'Host: a', 'X-User: ann', 'Content-Type: application/json']
    slow.on('error', () => {})
    slow.write([...head, `Idempotency-Key: k`, 'Content-Length: 1000', 'Expect: 100-continue', '', ''].join('\r\n'))
    await once(slow, 'data')
    slow.write('{"prompt":')
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
  })
})

describe('the command line among slow callers', () => {
  it('J06 200 of them, with slow heads, bodies and reads, keep nobody waiting', async () => {
    const { endpoint } = await serving()
    const port = Number(new URL(endpoint).port)
    const post = `POST /api/images/generations HTTP/1.1\r\nHost: a\r\nX-User: slow\r\nContent-Type: application/json\r\n`
    const slow = Array.from({ length: 200 }, (_, index) => {
      const socket = connect(port, '127.0.0.1').pause()
      const kind = index % 3
      if (kind === 0) socket.write('GET /api/images/health HTTP/1.1\r\nHost: a\r\nX-')
      if (kind === 1) socket.write(`${post}Idempotency-Key: k${index}\r\nContent-Length: 60000\r\n\r\n{`)
      if (kind === 2) socket.write('GET /api/images/health HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(200))
      socket.on('error', () => {})
      onTestFinished(() => void socket.destroy())
      return socket
    })
    await Promise.all(slow.map((socket) => once(socket, 'connect')))
    const drip = setInterval(() => {
      for (const [index, socket] of slow.entries()) if (index % 3 < 2) socket.write('x')
    }, 100)
    onTestFinished(() => clearInterval(drip))
    const times: number[] = []
    for (let round = 0; round < 100; round += 1) {
      const began = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { status } = await fetch(`${endpoint}/capabilities`, { headers: { 'x-user': `u${round}` } })
      times.push(performance.now() - began)
      expect(status).toBe(200)
    }
    expect(times.toSorted((a, b) => a - b)[98]).toBeLessThan(500)
  })
})
