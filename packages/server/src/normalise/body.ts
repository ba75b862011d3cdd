import { LimnError } from '@limn/core'

/** Bytes of a JSON body at most, counted on the stream. */
const MAX_BODY = 64 * 1024

/** Refuses every body that is not plain UTF-8 JSON by its headers. @throws LimnError `unsupported_media_type` */
export function checkContentType(headers: Headers): void {
  const type = headers.get('content-type') ?? ''
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type.trim()) && encoding.toLowerCase() === 'identity')
    return
  throw new LimnError(
    'unsupported_media_type',
    'The body must be JSON in UTF-8, not compressed: send `Content-Type: application/json`.',
  )
}

/** The body, read whole. @throws LimnError `request_too_large`, `invalid_request` */
export async function readBody(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) throw tooLarge()
  const body = new Uint8Array(MAX_BODY)
  let length = 0
  const reader = request.body?.getReader()
  if (!reader) return body.subarray(0, 0)
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a stream is read in order
    const { done, value } = await reader.read().catch(cutShort)
    if (done) return body.subarray(0, length)
    if (length + value.byteLength > MAX_BODY) {
      void reader.cancel().catch(() => {})
      throw tooLarge()
    }
    body.set(value, length)
    length += value.byteLength
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

const tooLarge = () => new LimnError('request_too_large', `The body is larger than ${MAX_BODY / 1024} KiB.`)

const cutShort = (): never => {
  throw new LimnError('invalid_request', 'The body broke off before its end.')
}
