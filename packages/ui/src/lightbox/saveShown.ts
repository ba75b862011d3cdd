import { announce } from '../announce/announce.ts'
import { saveImage } from '../download/saveImage.ts'
import { fileName } from '../download/fileName.ts'
import type { LightboxImage } from './Lightbox.tsx'

/** Saves a picture under the words that stand for it. True: it could not be had, and `fault` was said. */
export async function saveShown({ url, alt, index }: LightboxImage, fault: string): Promise<boolean> {
  try {
    await saveImage(url, fileName(alt, index + 1))
    return false
  } catch {
    announce(fault)
    return true
  }
}
