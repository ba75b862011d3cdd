/**
 * The same picture in at most `maxPixels` pixels, upright, in its own format; the file itself where it is small enough.
 * @throws DOMException where this browser cannot read it
 */
export async function downscale(file: Blob, maxPixels: number, type: string): Promise<Blob> {
  // A phone writes how it was held beside the pixels: they are turned here, since nothing is kept beside them.
  const whole = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const factor = Math.sqrt(maxPixels / (whole.width * whole.height))
  if (factor >= 1) {
    whole.close()
    return file
  }
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.floor(whole.width * factor)),
    Math.max(1, Math.floor(whole.height * factor)),
  )
  const context = canvas.getContext('2d')
  if (!context) return file
  context.imageSmoothingQuality = 'high'
  context.drawImage(whole, 0, 0, canvas.width, canvas.height)
  whole.close()
  const made = await canvas.convertToBlob({ type, quality: QUALITY })
  // Where a browser does not write this format it writes PNG.
  return made.type === type ? made : canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
}

const QUALITY = 0.92
