import { LimnError, isLimnError } from '@limn/core'
import type { Arrival } from '../arrival.ts'
import { join } from '../pictures/parts.ts'

/** Bytes of a JSON body at most, counted on the stream. */
const MAX_BODY = 64 * 1024

/**
 * Refuses every body that is not plain UTF-8 JSON by its headers, or not of the media types a route `takes`.
 * @throws LimnError `unsupported_media_type`
 */
export function checkContentType(headers: Arrival['headers'], takes?: readonly string[]): void {
  const type = (headers.get('content-type') ?? '').trim().toLowerCase()
  const encoding = headers.get('content-encoding') ?? 'identity'
  const right = takes ? takes.includes(type) : /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/.test(type)
  if (right && encoding.toLowerCase() === 'identity') return
  const wanted = takes
    ? `The body must be a file, not compressed: send \`Content-Type: ${takes.join(' | ')}\`.`
    : 'The body must be JSON in UTF-8, not compressed: send `Content-Type: application/json`.'
  throw new LimnError('unsupported_media_type', wanted)
}

/** The body, read whole; `max` bytes at most. @throws LimnError `request_too_large`, `invalid_request` */
export async function readBody(
  request: Pick<Arrival, 'headers' | 'body'>,
  max = MAX_BODY,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > max) throw tooLarge(max)
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  if (!reader) return join(chunks)
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a stream is read in order
    const { done, value } = await reader.read().catch(cutShort)
    if (done) return join(chunks)
    length += value.byteLength
    if (length > max) {
      void reader.cancel().catch(() => {})
      throw tooLarge(max)
    }
    chunks.push(value)
  }
}

/** The JSON of a body; a byte order mark is not JSON. @throws LimnError `invalid_request` */
export function parseBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    throw new LimnError('invalid_request', 'The body is not valid JSON in UTF-8.')
  }
}

const tooLarge = (max: number) =>
  new LimnError(
    'request_too_large',
    `The body is larger than ${max < 1_000_000 ? `${max / 1024} KiB` : `${max / 1_000_000} MB`}.`,
  )

const cutShort = (error: unknown): never => {
  if (isLimnError(error)) throw error
  throw new LimnError('invalid_request', 'The body broke off before its end.')
}
