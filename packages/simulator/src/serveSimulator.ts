import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Cut } from './Cut.ts'
import { refuse } from './answer.ts'
import type { Simulator } from './Simulator.ts'

const MAX_BODY = 1_000_000

/** Serves the simulator on 127.0.0.1. `url` is its base URL, ending in `/api/v1`; a cut destroys the socket. */
export async function serveSimulator(
  simulator: Simulator,
  options: {
    /** 0 takes a free one. @default 0 */
    readonly port?: number | undefined
  } = {},
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    answer(simulator, origin(), incoming, outgoing).catch((error: unknown) => {
      if (!(error instanceof Cut)) console.error(error)
      incoming.socket.destroy()
    })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `${origin()}/api/v1`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  simulator: Simulator,
  own: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await read(incoming)
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const response = body
    ? await simulator.fetch(toRequest(own, incoming, body, gone.signal))
    : refuse(413, { code: 'request_too_large' })
  const payload = response.body ? new Uint8Array(await response.arrayBuffer()) : undefined
  if (outgoing.destroyed) return
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies
  outgoing.writeHead(response.status, headers)
  outgoing.end(incoming.method === 'HEAD' ? undefined : payload)
}

function toRequest(own: string, incoming: IncomingMessage, body: Buffer<ArrayBuffer>, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers } = incoming
  // The caller's own name for this host, so that the pictures' URLs work where the caller is.
  const base = URL.canParse(`http://${headers.host}`) ? `http://${headers.host}` : own
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && !name.startsWith(':') ? [[name, value] as [string, string]] : [],
  )
  return new Request(new URL(url.startsWith('/') ? `${base}${url}` : url, base), {
    method,
    headers: fields,
    signal,
    ...(method !== 'GET' && method !== 'HEAD' && { body }),
  })
}

/** Undefined when it is too large; the rest is read and dropped, so that the answer gets through. */
async function read(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
  }
  return size > MAX_BODY ? undefined : Buffer.concat(chunks)
}
