import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Sealed } from '../answer.ts'
import { answered } from './answered.ts'
import { endOfTurn } from './endOfTurn.ts'
import { pumpBody } from './pumpBody.ts'

const DRAIN = 1000
const STALLED = 30_000

/** Writes a web answer as {@link writeAnswer} writes one of ours. */
export async function writeResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  patience?: number,
): Promise<void> {
  const { status, body } = response
  // How the body came here says nothing of how it goes on: beside a length it would split one answer into two.
  const { 'set-cookie': _, 'transfer-encoding': __, ...headers } = Object.fromEntries(response.headers)
  const json = headers['content-type']?.startsWith('application/json') === true
  const answer = {
    status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: json ? new Uint8Array(await response.arrayBuffer()) : body,
  }
  await writeAnswer(answer, incoming, outgoing, patience)
}

/**
 * Writes an answer, if anybody still listens, and waits until it has left. A caller that takes nothing for 30 s is cut, and
 * so is an answer that breaks off: it must never look whole.
 */
export async function writeAnswer(
  { status, headers, cookies, body }: Sealed,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  patience = STALLED,
): Promise<void> {
  const stream = body instanceof ReadableStream ? body : undefined
  const whole = body instanceof ReadableStream ? undefined : (body ?? '')
  await endOfTurn()
  if (outgoing.destroyed || outgoing.headersSent) return void stream?.cancel().catch(() => {})
  const over = new Promise<void>((resolve) => void outgoing.once('close', resolve))
  const said = headers['content-length']
  const close = !incoming.complete && incoming.httpVersionMajor < 2
  // In one go: header by header costs more than the rest of an answer.
  const head: OutgoingHttpHeaders = headers
  keep(head, outgoing, cookies)
  if (close) head.connection = 'close'
  const length = whole === undefined ? 0 : Buffer.byteLength(whole)
  // HEAD says the length that its answer names, if it names one; 204 has none.
  if (whole !== undefined && incoming.method !== 'HEAD' && status !== 204) head['content-length'] = length
  let hangUp = () => void incoming.destroy()
  outgoing.writeHead(status, head)
  if (incoming.method === 'HEAD') {
    void stream?.cancel().catch(() => {})
    outgoing.end()
  } else if (stream) void pumpBody(stream, outgoing, said === undefined ? undefined : Number(said))
  else {
    // What is whole goes out with its length; ASCII as it is: encoding it took a twentieth of a poll (measured).
    const encoding = length === whole?.length ? 'latin1' : 'utf8'
    if (close && length > 0) {
      // Node hangs up at the end of an answer, and a sender whose line is reset while it sends never reads it.
      outgoing.write(whole, encoding)
      answered.add(incoming.socket)
      hangUp = () => void outgoing.end()
      incoming.once('close', hangUp)
    } else outgoing.end(whole, encoding)
  }
  if (!incoming.complete) drain(incoming, hangUp)
  // What the socket has taken already needs no patience.
  if (stream || outgoing.writableLength !== 0) {
    outgoing.prependOnceListener('finish', () => outgoing.setTimeout(0))
    outgoing.setTimeout(patience, () => outgoing.destroy())
  }
  await over
}

/** A body that nobody wants may run for a second, so that its sender hears the answer; then it is cut. */
function drain(incoming: IncomingMessage, hangUp: () => void): void {
  const timer = setTimeout(hangUp, DRAIN).unref()
  incoming.once('close', () => clearTimeout(timer)).resume()
}

/** What the app has set of `vary` and cookies stays. */
function keep(head: OutgoingHttpHeaders, outgoing: ServerResponse, cookies: readonly string[]): void {
  const [vary, before] = [outgoing.getHeader('vary'), outgoing.getHeader('set-cookie')]
  if (vary !== undefined) head.vary = [vary, head.vary ?? []].flat().join(', ')
  if (cookies.length > 0 || before !== undefined) head['set-cookie'] = [before ?? [], cookies].flat().map(String)
}
