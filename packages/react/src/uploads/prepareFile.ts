import { sniffPicture } from '@limn/core'
import { fileName, refuseFile } from './uploadError.ts'

/** What a file must be to leave this browser. */
export interface FileLimits {
  /** Bytes, once it is made smaller. @default no limit here */
  maxBytes?: number | undefined
  /** Pixels, such as 4_000_000: a larger picture is made smaller before it is sent. @default as it is */
  maxPixels?: number | undefined
}

/**
 * A picture that is fit to be sent, `type` as its bytes say.
 * @throws LimnError `unsupported_media_type` for what is no PNG, JPEG or WebP, `request_too_large` above `maxBytes`
 */
export async function prepareFile(file: Blob, { maxBytes = Infinity, maxPixels }: FileLimits = {}): Promise<Blob> {
  const type = sniffPicture(new Uint8Array(await file.slice(0, 12).arrayBuffer()))
  if (!type) throw refuseFile('unsupported_media_type', `${fileName(file)} is no PNG, JPEG or WebP picture.`)
  const picture = maxPixels === undefined ? file : await smaller(file, maxPixels, type)
  if (picture.size > maxBytes)
    throw refuseFile(
      'request_too_large',
      `${fileName(file)} has ${picture.size.toLocaleString('en')} bytes; ${maxBytes.toLocaleString('en')} are taken.`,
    )
  return picture.type === type ? picture : picture.slice(0, picture.size, type)
}

/** What makes it smaller is fetched only where somebody asked for it. */
async function smaller(file: Blob, maxPixels: number, type: string): Promise<Blob> {
  const { downscale } = await import('./downscale.ts')
  try {
    return await downscale(file, maxPixels, type)
  } catch (cause) {
    throw refuseFile('reference_refused', `${fileName(file)} could not be read as a picture.`, cause)
  }
}
