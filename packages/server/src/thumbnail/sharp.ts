import { availableParallelism } from 'node:os'
import { createTurns } from '../turns.ts'
import type { MakeThumbnail } from './thumbnail.ts'

/** Pixels of a picture at most: what is larger is not decoded. */
const MAX_PIXELS = 120_000_000
/** Seconds of work on one. */
const TIMEOUT = 20

/** Thumbnails by sharp, one at a time a processor; undefined where sharp is not installed. */
export async function loadThumbnails(): Promise<MakeThumbnail | undefined> {
  const sharp = await loadSharp()
  if (!sharp) return undefined
  const inTurn = createTurns(availableParallelism(), 'Too many thumbnails are being made. Ask again.')
  return (read, width) =>
    inTurn('', async () => {
      const picture = sharp(await read(), { limitInputPixels: MAX_PIXELS, pages: 1 }).timeout({ seconds: TIMEOUT })
      const small = picture.rotate().resize({ width, withoutEnlargement: true }).webp({ quality: 82 })
      return new Uint8Array(await small.toBuffer())
    })
}

type Sharp = (typeof import('sharp'))['default']

/** A name that no bundler follows: whether sharp is there is known where this runs. */
async function loadSharp(): Promise<Sharp | undefined> {
  const name = 'sharp'
  try {
    return ((await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as { default: Sharp }).default
  } catch {
    return undefined
  }
}
