import type { Server } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { createServer, type ViteDevServer } from 'vite'
import type { Pages } from './listen.ts'
import type { PlaygroundEnv } from './playground.ts'

/** The pages under `root`, transformed by Vite as they are asked for. */
export function devPages(root: string): Pages {
  let vite: ViteDevServer | undefined
  return {
    async open(server: Server): Promise<ViteDevServer> {
      vite = await createServer({
        root,
        server: { middlewareMode: { server }, ws: { server } },
        appType: 'spa',
        // The one line this process prints is its URL.
        logLevel: 'warn',
      })
      return vite
    },
    /** Hands the native request to Vite, which writes the answer itself. */
    async handle(context: Context<PlaygroundEnv>): Promise<Response> {
      const { incoming, outgoing } = context.env
      if (!vite) return context.text('Starting.', 503)
      vite.middlewares(incoming, outgoing, () => outgoing.writeHead(404).end())
      return RESPONSE_ALREADY_SENT
    },
  }
}
