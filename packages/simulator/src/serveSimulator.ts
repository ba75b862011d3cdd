import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Cut } from './Cut.ts'
import { fail, refuse } from './answer.ts'
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
  const server = createServer((incoming, outgoing) => void serve(simulator, origin(), incoming, outgoing))
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

/** Never rejects: what goes wrong is told as a 500; where that is too late, or a fault cuts, the connection breaks. */
async function serve(
  simulator: Simulator,
  own: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const sendAnswer = async (response: Response) => send(response, incoming, outgoing)
  await answer(simulator, own, incoming, outgoing)
    .then(sendAnswer)
    .catch(async (error: unknown) => {
      if (error instanceof Cut || outgoing.headersSent || incoming.socket.destroyed) throw error
      await sendAnswer(fail(error))
    })
    .catch(() => incoming.socket.destroy())
}

async function answer(
  simulator: Simulator,
  own: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Response> {
  const body = await read(incoming)
  if (!body) return refuse(413, { code: 'request_too_large' })
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const request = toRequest(own, incoming, body, gone.signal)
  return request instanceof Response ? request : simulator.fetch(request)
}

async function send(response: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const payload = response.body ? new Uint8Array(await response.arrayBuffer()) : undefined
  if (outgoing.destroyed) return
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies
  // Said, not left to Node, which remembers the length of an answer that it refused to send.
  if (payload && !response.headers.has('transfer-encoding')) headers['content-length'] ??= String(payload.length)
  outgoing.writeHead(response.status, headers)
  outgoing.end(incoming.method === 'HEAD' ? undefined : payload)
  // A length that a fault made up: nothing more comes, and the next answer must not be read as the rest of this one.
  const length = response.headers.get('content-length')
  if (payload && length !== null && length !== String(payload.length)) incoming.socket.destroySoon()
}

function toRequest(
  own: string,
  incoming: IncomingMessage,
  body: Buffer<ArrayBuffer>,
  signal: AbortSignal,
): Request | Response {
  const { method = 'GET', url = '/', headers } = incoming
  // `Request` knows no TRACE.
  if (method === 'TRACE')
    return refuse(405, { code: 'method_not_allowed', message: 'Use GET or POST.', headers: { allow: 'GET, POST' } })
  // The caller's own name for this host, so that the pictures' URLs work where the caller is.
  const base = URL.canParse(`http://${headers.host}`) ? `http://${headers.host}` : own
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && !name.startsWith(':') ? [[name, value] as [string, string]] : [],
  )
  try {
    return new Request(new URL(url.startsWith('/') ? `${base}${url}` : url, base), {
      method,
      headers: fields,
      signal,
      ...(method !== 'GET' && method !== 'HEAD' && { body }),
    })
  } catch (error) {
    return refuse(400, { message: `The request could not be read: ${(error as Error).message}` })
  }
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
