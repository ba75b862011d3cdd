import { LimnError, isLimnError, sniffPicture, type PictureType } from '@limn/core'
import { cleanJpeg } from './cleanJpeg.ts'
import { cleanPng } from './cleanPng.ts'
import { cleanWebp } from './cleanWebp.ts'
import { join } from './parts.ts'

/** A still picture and nothing else; `width` and `height` in pixels, as stored. */
export interface CleanPicture {
  readonly type: PictureType
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

const CLEANERS = { 'image/png': cleanPng, 'image/jpeg': cleanJpeg, 'image/webp': cleanWebp }

/**
 * The picture without what it tells beside itself: places, cameras, authors, comments, thumbnails, anything behind its end.
 * Its pixels are copied as they are; colour profile and orientation stay.
 * @throws LimnError `reference_refused` for what is no PNG, JPEG or WebP, is cut short, is not well-formed, or moves.
 */
export function cleanPicture(bytes: Uint8Array): CleanPicture {
  const type = sniffPicture(bytes)
  if (!type) throw refused('it is not a PNG, JPEG or WebP picture')
  try {
    const { width, height, parts } = CLEANERS[type](bytes)
    if (width === 0 || height === 0) throw refused('it has no pixels')
    return { type, width, height, bytes: join(parts) }
  } catch (error) {
    if (isLimnError(error)) throw error
    throw refused(error instanceof RangeError ? 'it is cut short' : (error as Error).message)
  }
}

const refused = (why: string) =>
  new LimnError('reference_refused', `The picture cannot be used: ${why}.`, { param: 'image_urls' })
