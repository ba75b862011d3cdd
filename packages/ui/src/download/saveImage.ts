import { PICTURE_TYPES } from '@limn/core'
import { fileName } from './fileName.ts'
import { pictureBytes } from './pictureBytes.ts'
import { saveFile } from './saveFile.ts'

/**
 * Saves a picture by its URL, named after its words; `position` counts from 1. The extension is that of the bytes.
 * @throws LimnError `image_unavailable` when the bytes cannot be had or are no picture.
 */
export async function saveImage(source: string | undefined, words: string, position: number): Promise<void> {
  const bytes = await pictureBytes(source)
  saveFile(bytes, `${fileName(words, position)}.${PICTURE_TYPES[bytes.type]}`)
}
