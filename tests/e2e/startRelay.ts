import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'

/** What becomes of a create on its way: it never arrives, or its answer is lost with the connection (by FIN or RST). */
export type Fate = 'pass' | 'lost' | 'FIN' | 'RST'

/** A create as it was seen on the wire. `isReused`: its connection had served a request before. */
export interface Sent {
  readonly key: string | undefined
  readonly isReused: boolean
  readonly fate: Fate
}

/** A way to `port` whose connections break. `decide` is asked about each create as it arrives. */
export async function startRelay(port: number, decide: (sent: readonly Sent[]) => Fate) {
  const sent: Sent[] = []
  const server = createServer({ noDelay: true }, (browser) => {
    const proxy = connect({ port, host: '127.0.0.1', noDelay: true })
    let served = 0
    let fate: Fate = 'pass'
    browser.on('data', (chunk) => {
      const head = chunk.toString('latin1')
      if (head.startsWith('POST /api/images/generations ')) {
        fate = decide(sent)
        sent.push({ key: /^idempotency-key: *(\S+)/im.exec(head)?.[1], isReused: served > 0, fate })
      }
      if (/^[A-Z]+ \S+ HTTP/.test(head)) served += 1
      if (fate === 'lost') browser.destroy()
      else proxy.write(chunk)
    })
    // The first byte of the answer says that the proxy has settled it.
    proxy.on('data', (chunk) => {
      if (fate === 'pass') browser.write(chunk)
      else if (fate === 'RST') browser.resetAndDestroy()
      else browser.destroy()
    })
    for (const [one, other] of [
      [browser, proxy],
      [proxy, browser],
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    sent: sent as readonly Sent[],
    close: () => server.close(),
  }
}
