import type { Duplex } from 'node:stream'
import { LimnError, toErrorBody } from '@limn/core'

/** Answers what Node could not read as HTTP (malformed, a head above 16 KiB, too slow) in the API's own shape. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const body = JSON.stringify(malformedBody())
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${crypto.randomUUID()}`,
      'Cache-Control: private, no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

/** The body of a 400 for what is no request. */
export const malformedBody = () =>
  toErrorBody(new LimnError('invalid_request', 'This is no HTTP request that could be read. Nothing was sent.'))
