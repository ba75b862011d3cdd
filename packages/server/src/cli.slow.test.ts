import { connect } from 'node:net'
import { mintKey } from '@limn/core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { servingCli } from './test/runCli.ts'
import { startUpstream } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream((_, response) => void response.destroy())
})
afterAll(() => upstream.close())

it('A12 bodies without an end are refused at 64 KiB and cut, and keep nobody waiting', async () => {
  const { endpoint } = await servingCli(['--upstream', upstream.url, '--ledger', 'memory'])
  const head = (length: string) =>
    [
      'POST /api/images/generations HTTP/1.1',
      'Host: a',
      'X-User: slow',
      'Content-Type: application/json',
      `Idempotency-Key: ${mintKey(Date.now())}`,
      length,
      '',
      '',
    ].join('\r\n')
  /** Sends for as long as it may; what it heard, and how much it had sent by then. */
  const endless = (length: string, piece: string) =>
    new Promise<{ heard: string; sent: number }>((resolve) => {
      let [heard, sent] = ['', 0]
      const socket = connect(Number(new URL(endpoint).port), '127.0.0.1', () => socket.write(head(length)))
      const drip = setInterval(() => {
        if (heard === '' && socket.readyState === 'open' && socket.write(piece)) sent += piece.length
      }, 1)
      onTestFinished(() => void socket.destroy())
      socket.on('data', (data) => (heard += String(data))).on('error', () => {})
      socket.on('close', () => {
        clearInterval(drip)
        resolve({ heard, sent })
      })
    })
  const chunk = `400\r\n${'x'.repeat(0x400)}\r\n`
  const attackers = [
    ...Array.from({ length: 10 }, () => endless('Content-Length: 10737418240', 'x')),
    ...Array.from({ length: 10 }, () => endless('Transfer-Encoding: chunked', chunk)),
  ]
  const times: number[] = []
  for (let round = 0; round < 100; round += 1) {
    const began = performance.now()
    expect((await fetch(`${endpoint}/capabilities`, { headers: { 'x-user': `u${round}` } })).status).toBe(200)
    times.push(performance.now() - began)
  }
  const answers = await Promise.all(attackers)
  expect(answers.map(({ heard }) => heard.slice(0, 12))).toEqual(answers.map(() => 'HTTP/1.1 413'))
  // A little is on its way when the answer is.
  expect(Math.max(...answers.map(({ sent }) => sent))).toBeLessThan(4 * 64 * 1024)
  expect(times.toSorted((a, b) => a - b)[98]).toBeLessThan(500)
  expect(upstream.received).toEqual([])
})
