import type { Generation } from '@limn/core'

/**
 * Saves one picture under a safe name; the extension is that of the bytes, whatever was asked for.
 * `index` is the image's own. @throws LimnError `image_unavailable` when the bytes cannot be had or are no picture.
 */
export async function downloadImage(generation: Generation, index: number): Promise<void> {
  const image = generation.images.find((each) => each.index === index)
  // Loaded when it is wanted.
  const { saveImage } = await import('./saveImage.ts')
  await saveImage(image?.url, generation.request.prompt, index + 1)
}
