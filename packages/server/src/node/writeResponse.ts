import type { IncomingMessage, ServerResponse } from 'node:http'

const DRAIN = 1000

/** Writes an answer, if anybody still listens. A body that nobody read is let run for a second, then cut. */
export async function writeResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  if (outgoing.destroyed || outgoing.headersSent) return
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.appendHeader('set-cookie', cookies)
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
  if (incoming.complete) return
  const timer = setTimeout(() => incoming.destroy(), DRAIN).unref()
  incoming.once('close', () => clearTimeout(timer)).resume()
}
