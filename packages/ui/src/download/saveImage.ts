import { LimnError, PICTURE_TYPES, sniffPicture } from '@limn/core'
import { fileName } from './fileName.ts'

/**
 * Saves a picture by its URL, named after its words; `position` counts from 1. The extension is that of the bytes.
 * @throws LimnError `image_unavailable` when the bytes cannot be had or are no picture.
 */
export async function saveImage(source: string | undefined, words: string, position: number): Promise<void> {
  const bytes = await read(source)
  const type = sniffPicture(bytes)
  if (!type) throw unavailable('What came is no PNG, JPEG or WebP.')
  const url = URL.createObjectURL(new Blob([bytes], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${fileName(words, position)}.${PICTURE_TYPES[type]}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), A_MINUTE)
}

async function read(source: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
  if (!source) throw unavailable('There is no address to fetch it from.')
  const response = await fetch(source, { referrerPolicy: 'no-referrer' }).catch((cause: unknown) => {
    throw unavailable('It could not be fetched. Serve pictures on the same origin, or allow this one by CORS.', cause)
  })
  if (!response.ok) throw unavailable(`The answer was ${response.status}.`)
  return new Uint8Array(await response.arrayBuffer())
}

const A_MINUTE = 60_000

const unavailable = (message: string, cause?: unknown) =>
  new LimnError('image_unavailable', message, cause === undefined ? {} : { cause })
