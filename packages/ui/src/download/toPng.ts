import { LimnError } from '@limn/core'
import { pictureBytes } from './pictureBytes.ts'

/** A picture as a PNG, at its own size. @throws LimnError `image_unavailable` when it cannot be had or drawn */
export async function toPng(source: string): Promise<Blob> {
  const bytes = await pictureBytes(source)
  if (bytes.type === 'image/png') return bytes
  const bitmap = await createImageBitmap(bytes).catch((cause: unknown) => {
    throw new LimnError('image_unavailable', 'The picture is damaged.', { cause })
  })
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return new Promise((resolve, reject) =>
    canvas.toBlob((png) =>
      png ? resolve(png) : reject(new LimnError('image_unavailable', 'The picture is too large to be copied.')),
    ),
  )
}
