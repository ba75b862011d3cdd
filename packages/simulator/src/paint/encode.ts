import type { Format } from '@limn/core'
import { encodePng } from './encodePng.ts'
import { loadSharp } from './sharp.ts'

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha. */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>
}

/**
 * A real picture file. With sharp or a browser's canvas it has the format asked for; with neither it is a PNG,
 * whatever was asked, and `type` says so.
 */
export async function encode(
  { width, height, bytes }: Pixels,
  format: Format,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> {
  const sharp = await loadSharp()
  if (sharp) {
    const raw = sharp(bytes, { raw: { width, height, channels: 4 } }).removeAlpha()
    const quality = { png: {}, jpeg: { quality: 90 }, webp: { quality: 88, effort: 2 } }
    const file = await raw.toFormat(format, quality[format]).toBuffer()
    return { bytes: new Uint8Array(file), type: `image/${format}` }
  }
  if ('OffscreenCanvas' in globalThis && format !== 'png') {
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0)
    const blob = await canvas.convertToBlob({ type: `image/${format}`, quality: 0.9 })
    return { bytes: new Uint8Array(await blob.arrayBuffer()), type: blob.type }
  }
  return { bytes: await encodePng(width, height, bytes), type: 'image/png' }
}
