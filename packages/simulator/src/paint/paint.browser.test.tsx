import { expect, it } from 'vitest'
import { paint } from './paint.ts'

const request = {
  model: 'gpt-image-2',
  prompt: 'a poppy field',
  image_urls: [],
  n: 1,
  size: '1536x1024',
  quality: 'low',
}

it.each(['png', 'jpeg', 'webp'] as const)('paints a real %s in a browser', async (output_format) => {
  const { bytes, type } = await paint({ ...request, output_format }, 0, 1, [])
  expect(type).toBe(`image/${output_format}`)
  const bitmap = await createImageBitmap(new Blob([bytes], { type }))
  expect([bitmap.width, bitmap.height]).toEqual([1536, 1024])
})

it('lets a reference shape it in a browser', async () => {
  const canvas = new OffscreenCanvas(32, 32)
  const pen = canvas.getContext('2d')!
  pen.fillStyle = '#1010d0'
  pen.fillRect(0, 0, 32, 32)
  const reference = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  const mean = async (references: readonly Uint8Array[]) => {
    const { bytes } = await paint(request, 0, 1, references)
    const small = new OffscreenCanvas(1, 1).getContext('2d')!
    small.imageSmoothingQuality = 'high'
    small.drawImage(
      await createImageBitmap(new Blob([bytes]), { resizeWidth: 1, resizeHeight: 1, resizeQuality: 'high' }),
      0,
      0,
    )
    return small.getImageData(0, 0, 1, 1).data
  }
  const [plain, shaped] = [await mean([]), await mean([reference])]
  expect(shaped[2]! - shaped[0]!).toBeGreaterThan(plain[2]! - plain[0]! + 60)
})
