import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import { pumpBody } from './pumpBody.ts'

const DRAIN = 1000
const STALLED = 30_000

/**
 * Writes an answer, if anybody still listens, and waits until it has left. A caller that takes nothing for 30 s is cut, and
 * so is an answer that breaks off: it must never look whole.
 */
export async function writeResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  patience = STALLED,
): Promise<void> {
  // JSON is whole already, and goes out with its length.
  const json = response.headers.get('content-type')?.startsWith('application/json') === true
  const whole = json ? Buffer.from(await response.arrayBuffer()) : undefined
  if (outgoing.destroyed || outgoing.headersSent) return void response.body?.cancel().catch(() => {})
  outgoing.prependOnceListener('finish', () => outgoing.setTimeout(0))
  outgoing.setTimeout(patience, () => outgoing.destroy())
  writeHead(response, incoming, outgoing)
  if (whole || !response.body || incoming.method === 'HEAD') {
    if (!whole) void response.body?.cancel().catch(() => {})
    outgoing.end(incoming.method === 'HEAD' ? undefined : whole)
  } else void pumpBody(response.body, outgoing)
  if (!incoming.complete) drain(incoming)
  await finished(outgoing).catch(() => {})
}

function writeHead(response: Response, incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (!ADDED.has(name)) outgoing.setHeader(name, value)
  // What the app has set of these stays.
  for (const cookie of response.headers.getSetCookie()) outgoing.appendHeader('set-cookie', cookie)
  outgoing.appendHeader('vary', response.headers.get('vary') ?? [])
  if (!incoming.complete && incoming.httpVersionMajor < 2) outgoing.setHeader('connection', 'close')
}

const ADDED = new Set(['set-cookie', 'vary'])

/** A body that nobody wants may run for a second, so that its sender hears the answer; then it is cut. */
function drain(incoming: IncomingMessage): void {
  const timer = setTimeout(() => incoming.destroy(), DRAIN).unref()
  incoming.once('close', () => clearTimeout(timer)).resume()
}
