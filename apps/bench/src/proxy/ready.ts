import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Listens on a free port and tells the parent process where, and what can be asked of it. */
export function ready(server: Server, paths: readonly string[] = []): void {
  server.listen(0, '127.0.0.1', () => {
    process.send!({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths })
  })
  process.once('disconnect', () => process.exit())
}
