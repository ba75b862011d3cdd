import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'

const DRAIN = 1000

/** Writes an answer, if anybody still listens, and waits until it has left. */
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
  if (!incoming.complete) outgoing.setHeader('connection', 'close')
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
  if (!incoming.complete) drain(incoming)
  await finished(outgoing).catch(() => {})
}

/** A body that nobody wants may run for a second, so that its sender hears the answer; then it is cut. */
function drain(incoming: IncomingMessage): void {
  const timer = setTimeout(() => incoming.destroy(), DRAIN).unref()
  incoming.once('close', () => clearTimeout(timer)).resume()
}
