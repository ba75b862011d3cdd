import { isObject, LimnError, readError, safeUrl, type ClientOptions } from '@limn/core'
import { prepareFile, type FileLimits } from './prepareFile.ts'
import { sendFile } from './sendFile.ts'
import { uploadError } from './uploadError.ts'
import type { UploadedReference, UploadOptions } from './UploadOptions.ts'

/** Where the file goes, and how. */
export interface UploadReferenceOptions extends Omit<ClientOptions, 'capabilities'>, FileLimits, UploadOptions {
  /** ms, the proxy's clock minus this one's. @default 0 */
  clockOffset?: number | undefined
}

/** Brings a file to where the image service can fetch it: `uploadReference`, or an app's own way to its own storage. */
export type UploadReference = (
  file: Blob,
  options: UploadReferenceOptions & { signal: AbortSignal; onProgress: (fraction: number) => void },
) => Promise<string | UploadedReference>

/**
 * Uploads a picture to `POST {endpoint}/references` of a limn proxy, which keeps it for a day; the URL belongs into `image_urls`.
 * Takes no credits and is never sent again by itself.
 * @throws LimnError with `param: 'image_urls'`: `unsupported_media_type`, `request_too_large`, `reference_refused`, `network`, `timeout`, `aborted`, or what the proxy says
 */
export async function uploadReference(file: Blob, options: UploadReferenceOptions = {}): Promise<UploadedReference> {
  const { endpoint = '/api/images', headers, clockOffset = 0, maxBytes, maxPixels, ...sending } = options
  const picture = await prepareFile(file, { maxBytes, maxPixels })
  const sent = new Headers(typeof headers === 'function' ? await headers() : headers)
  sent.set('content-type', picture.type)
  sent.set('accept', 'application/json')
  const {
    status,
    text,
    headers: answered,
  } = await sendFile(`${endpoint.replace(/\/+$/, '')}/references`, picture, {
    ...sending,
    headers: sent,
  })
  const body = parse(text)
  const url = isObject(body) ? safeUrl(body.url) : null
  if (status !== 200 || !isObject(body) || url === null) throw uploadError(why(readError(status, body, answered)))
  return { url, ...(Number.isFinite(body.expires_at) && { expiresAt: Number(body.expires_at) * 1000 - clockOffset }) }
}

/** A proxy without this route says so in its own words. */
const why = (error: LimnError) =>
  error.status === 404 || error.status === 405
    ? new LimnError('reference_refused', 'This proxy takes no uploads. Give the picture’s public URL instead.', {
        param: 'image_urls',
        status: error.status,
      })
    : error

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
