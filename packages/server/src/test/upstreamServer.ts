import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came in at a scripted upstream. */
interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export type Script = (received: Received, response: ServerResponse) => void

/** A real HTTP server that answers by a script, which a test may change between requests. */
export async function startUpstream(script: Script) {
  const received: Received[] = []
  const upstream = { script, received, url: '', close: async () => {} }
  const { url, close } = await listen((incoming, response) => {
    const chunks: Buffer[] = []
    incoming
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const seen = {
          method: incoming.method ?? '',
          url: incoming.url ?? '',
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }
        received.push(seen)
        upstream.script(seen, response)
      })
  })
  return Object.assign(upstream, { url: `${url}/api/v1`, close })
}

/** A node:http server on loopback, on a free port unless one is named. */
export async function listen(listener: RequestListener, port = 0) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Answers JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** A task as the API page shows it. */
export const taskBody = (id: string, fields: Record<string, unknown> = {}) => ({
  id,
  object: 'image.generation',
  created: 1_714_000_000,
  model: 'gpt-image-2-text-to-image',
  status: 'pending',
  credits: 10,
  data: [],
  ...fields,
})
