import { connect } from 'node:net'

/** What to ask, and for how long (ms). */
export interface Order {
  readonly origin: string
  readonly paths: readonly string[]
  readonly connections: number
  readonly ms: number
}

// One request at a time on each connection, the paths in turn. The answer: how many a second. Written on sockets, since a
// whole HTTP client would take more of the two cores than what is measured.
process.on('message', (order: Order) => void run(order).then((rate) => process.send!(rate)))
process.once('disconnect', () => process.exit())

async function run({ origin, paths, connections, ms }: Order): Promise<number> {
  const { hostname, port, host } = new URL(origin)
  const started = performance.now()
  let [asked, answered] = [0, 0]

  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname).setNoDelay().setEncoding('latin1').once('error', reject)
      let heard = ''
      const next = () => {
        heard = ''
        const path = paths[asked % paths.length]!
        asked += 1
        socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\n\r\n`)
      }
      socket.on('data', (text: string) => {
        heard += text
        if (!isWhole(heard)) return
        if (!heard.startsWith('HTTP/1.1 200 ')) return reject(new Error(heard))
        answered += 1
        if (performance.now() - started < ms) return next()
        socket.end()
        resolve()
      })
      next()
    })
  await Promise.all(Array.from({ length: connections }, ask))
  return (answered / (performance.now() - started)) * 1000
}

/** By its length, which all of these servers say. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  return end > 0 && text.length - end - 4 >= Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN)
}
