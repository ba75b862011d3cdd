import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Handler, Hono } from 'hono'
import type { PlaygroundEnv } from './playground.ts'

/** Where the pages come from: `open` gets the server itself, because hot reload shares its port. */
export interface Pages {
  readonly open: (server: Server) => Promise<{ close(): Promise<void> }>
  readonly handle: Handler<PlaygroundEnv>
}

/** A port of this machine: `port` or, when that is taken, any free one. Its URL is known before what is served on it. */
export async function listen(port: number) {
  const server = createServer()
  await bind(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return bind(server, 0)
  })
  let opened: Awaited<ReturnType<Pages['open']>> | undefined
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async serve(app: Hono<PlaygroundEnv>, pages: Pages) {
      const answer = getRequestListener((request, env) => app.fetch(request, env))
      server.on('request', (incoming, outgoing) => void answer(incoming, outgoing))
      opened = await pages.open(server)
    },
    async close() {
      await opened?.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const bind = (server: Server, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
