import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { LimnError, toErrorBody } from '@limn/core'
import { answered } from './answered.ts'

const LINGER = 1000

/**
 * Answers what Node could not read as HTTP (malformed, a head above 16 KiB, too slow) in the API's own shape, and hangs up.
 * `underway`: requests being answered. One that came whole over this socket is answered first, and by itself: "nothing
 * was sent" would be a lie about it.
 */
export function answerMalformed(
  fault: NodeJS.ErrnoException,
  socket: Duplex,
  underway: ReadonlyMap<IncomingMessage, Promise<void>> = new Map(),
): void {
  const whole = [...underway].filter(([request]) => request.socket === socket && request.complete)
  void hangUp(
    fault,
    socket,
    whole.map(([, over]) => over),
  )
}

async function hangUp({ code }: NodeJS.ErrnoException, socket: Duplex, first: readonly Promise<void>[]) {
  await Promise.allSettled(first)
  if (code === 'ECONNRESET' || !socket.writable) return
  socket.end(first.length > 0 || answered.has(socket) ? '' : messageOf(code))
  // Whoever does not hang up in turn is cut.
  setTimeout(() => socket.destroy(), LINGER).unref()
}

/** The 400 for what is no request. */
export const malformed = {
  body: JSON.stringify(
    toErrorBody(new LimnError('invalid_request', 'This is no HTTP request that could be read. Nothing was sent.')),
  ),
  headers: () => ({
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': crypto.randomUUID(),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  }),
}

function messageOf(code: string | undefined): string {
  const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'
  const headers = { ...malformed.headers(), 'content-length': Buffer.byteLength(malformed.body), connection: 'close' }
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status}`, ...head, '', malformed.body].join('\r\n')
}
