import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { ViteDevServer } from 'vite'

/** What a route of the playground finds in its context. */
export interface PlaygroundEnv {
  Bindings: HttpBindings
}

/**
 * Serves on loopback, on `port` or, when that is taken, on any free one. `page` adds the pages: it gets the server
 * itself, because hot reload shares its port.
 */
export async function listen(app: Hono<PlaygroundEnv>, port: number, page: (server: Server) => Promise<ViteDevServer>) {
  const answer = getRequestListener((request, env) => app.fetch(request, env))
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await bind(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return bind(server, 0)
  })
  const vite = await page(server)
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      await vite.close()
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
