import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a TCP server that a test can hold up and cut. `url` is the server's, by this way. */
export async function startRelay(target: URL) {
  const pairs = new Set<readonly [Socket, Socket]>()
  const state = { pieces: 0, holding: false }
  let waiting: (() => void)[] = []
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    const pair = [near, far] as const
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('error', end).on('close', end)
      from.on('data', (piece) => {
        state.pieces += 1
        if (state.holding && from === near) waiting.push(() => to.write(piece))
        else to.write(piece)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cut = () => {
    for (const [near, far] of pairs) for (const socket of [near, far]) socket.resetAndDestroy()
  }
  return {
    url: url.href,
    /** Resolves once so many more pieces have come through, either way. */
    async passed(count: number) {
      const until = state.pieces + count
      while (state.pieces < until) await new Promise((resolve) => setImmediate(resolve))
    },
    /** Keeps what callers send from now on; `release` sends it on. */
    hold: () => void (state.holding = true),
    release() {
      state.holding = false
      for (const send of waiting) send()
      waiting = []
    },
    /** Pieces that are held. */
    held: () => waiting.length,
    cut,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        cut()
      }),
  }
}
