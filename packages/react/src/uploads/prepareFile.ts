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
  const type = await typeOf(file)
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

/** By its first bytes: a name and a type are only what somebody calls it. */
async function typeOf(file: Blob): Promise<string | undefined> {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer())
  const head = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return SIGNATURES.find(([start]) => start.test(head))?.[1]
}

const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^89504e470d0a1a0a/, 'image/png'],
  [/^ffd8ff/, 'image/jpeg'],
  [/^52494646.{8}57454250/, 'image/webp'],
]
