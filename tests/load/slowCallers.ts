import { connect, type Socket } from 'node:net'
import { quantile, startWorld } from './startWorld.ts'

// A12 and J06: 200 callers who send or read as slowly as they can, for 20 s, and what it costs everybody else.
const CALLERS = 200
const SECONDS = 20
const ALLOWED = 500

const post = (length: string) =>
  `POST /api/images/generations HTTP/1.1\r\nHost: a\r\nX-User: slow\r\nContent-Type: application/json\r\n` +
  `Idempotency-Key: slow-key\r\n${length}\r\n\r\n`
const read = 'GET /api/images/health HTTP/1.1\r\nHost: a\r\n\r\n'

/** How an attacker begins, and what it adds every second. */
interface Attack {
  readonly begin: (socket: Socket) => void
  readonly drip: (socket: Socket) => void
}

const ATTACKS: Readonly<Record<string, Attack>> = {
  nobody: { begin: (socket) => socket.destroy(), drip: () => {} },
  'slow heads (-H)': {
    begin: (socket) => socket.write('GET /api/images/health HTTP/1.1\r\nHost: a\r\n'),
    drip: (socket) => socket.write('X-a: b\r\n'),
  },
  'slow bodies (-B)': {
    begin: (socket) => socket.write(post('Content-Length: 60000')),
    drip: (socket) => socket.write('x'),
  },
  'endless chunks, 1 kB/s': {
    begin: (socket) => socket.write(post('Transfer-Encoding: chunked')),
    drip: (socket) => socket.write(`400\r\n${'x'.repeat(0x400)}\r\n`),
  },
  '10 GB announced': {
    begin: (socket) => socket.write(post('Content-Length: 10737418240')),
    drip: (socket) => socket.write('x'.repeat(1024)),
  },
  'slow reads (-X)': {
    begin: (socket) => socket.pause().write(read.repeat(200)),
    drip: (socket) => void socket.read(1),
  },
}

const world = await startWorld()
const proxy = await world.open()
const port = Number(new URL(proxy.url).port)
const rows = []
for (const [attack, { begin, drip }] of Object.entries(ATTACKS)) {
  const first: string[] = []
  let [closed, refused] = [0, 0]
  const sockets = Array.from({ length: CALLERS }, () => {
    const socket = connect(port, '127.0.0.1', () => begin(socket))
    socket.on('error', () => {}).on('close', () => (closed += 1))
    if (!attack.startsWith('slow reads')) socket.on('data', (data) => first.push(String(data).slice(9, 12)))
    socket.on('data', (data) => (refused += String(data).startsWith('HTTP/1.1 413') ? 1 : 0))
    if (attack.startsWith('slow reads')) socket.pause()
    return socket
  })
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.writable) drip(socket)
  }, 1000)
  const times: number[] = []
  const until = performance.now() + SECONDS * 1000
  while (performance.now() < until) {
    const began = performance.now()
    const { status } = await fetch(`${proxy.url}/capabilities`, { headers: { 'x-user': 'ann' } })
    if (status !== 200) throw new Error(`HTTP ${status} among ${attack}`)
    times.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  clearInterval(dripping)
  rows.push({
    attack,
    requests: times.length,
    'p50 ms': quantile(times, 0.5).toFixed(1),
    'p99 ms': quantile(times, 0.99).toFixed(1),
    'answered 413': refused,
    'cut within 20 s': closed,
  })
  for (const socket of sockets) socket.destroy()
}

// Who sends nothing more is cut: a head after 15 s, a body after 30 s; Node looks every 30 s.
const silent = await Promise.all(
  (['slow heads (-H)', 'slow bodies (-B)'] as const).map(
    (attack) =>
      new Promise<string>((resolve) => {
        const from = performance.now()
        const socket = connect(port, '127.0.0.1', () => ATTACKS[attack]!.begin(socket))
        let heard = ''
        socket.on('data', (data) => (heard += String(data))).on('error', () => {})
        socket.on('close', () =>
          resolve(
            `${attack}, then silent: ${heard.slice(9, 12)} and cut after ${((performance.now() - from) / 1000).toFixed(0)} s`,
          ),
        )
      }),
  ),
)
console.table(rows)
console.log(silent.join('\n'))
console.log(`creates that were sent: ${world.simulator.creates.length}`)
await proxy.close()
await world.close()
if (rows.some((row) => Number(row['p99 ms']) > ALLOWED) || world.simulator.creates.length > 0) process.exitCode = 1
