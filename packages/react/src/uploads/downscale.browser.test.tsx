import { describe, expect, it } from 'vitest'
import { uploadReference } from '../uploads.ts'
import { prepareFile } from './prepareFile.ts'

/** A picture of two halves, the left one red; `orientation`: how a phone says it was held. */
async function photo(width: number, height: number, type = 'image/jpeg', orientation?: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  context.fillStyle = '#00f'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#f00'
  context.fillRect(0, 0, width / 2, height)
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer())
  const head = orientation === undefined ? [] : [bytes.slice(0, 2), exif(orientation)]
  return new File([...head, bytes.slice(head.length > 0 ? 2 : 0)], 'photo', { type })
}

/** The segment that holds nothing but an orientation. */
const exif = (orientation: number) =>
  Uint8Array.from([
    0xff,
    0xe1,
    0,
    34,
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    0x2a,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ])

async function look(file: Blob) {
  const bitmap = await createImageBitmap(file)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  const colour = (x: number, y: number) => {
    const [red = 0, , blue = 0] = context.getImageData(x, y, 1, 1).data
    return red > 200 ? 'red' : blue > 200 ? 'blue' : 'mixed'
  }
  const { width, height } = bitmap
  return { width, height, first: colour(2, 2), top: colour(width - 3, 2), last: colour(width - 3, height - 3) }
}

describe('a picture with more pixels than asked', () => {
  it.each(['image/png', 'image/jpeg', 'image/webp'])('is made smaller in its own format: %s', async (type) => {
    const made = await prepareFile(await photo(400, 200, type), { maxPixels: 20_000 })
    expect(made.type).toBe(type)
    expect(await look(made)).toMatchObject({ width: 200, height: 100, first: 'red', last: 'blue' })
  })

  it('stands upright, however the phone was held', async () => {
    const turned = await photo(400, 200, 'image/jpeg', 6)
    const made = await prepareFile(turned, { maxPixels: 20_000 })
    expect(await look(made)).toEqual({ width: 100, height: 200, first: 'red', top: 'red', last: 'blue' })
  })

  it('leaves as it is where nobody asked, and where it is small enough', async () => {
    const turned = await photo(400, 200, 'image/jpeg', 6)
    expect(await prepareFile(turned)).toBe(turned)
    expect(await prepareFile(turned, { maxPixels: 80_000 })).toBe(turned)
  })

  it('is judged by what is left of it', async () => {
    const large = await photo(1200, 1200, 'image/png')
    const { size } = await prepareFile(large, { maxPixels: 10_000 })
    expect(size).toBeLessThan(large.size)
    await expect(prepareFile(large, { maxPixels: 10_000, maxBytes: size })).resolves.toBeInstanceOf(Blob)
    await expect(prepareFile(large, { maxBytes: size })).rejects.toMatchObject({ code: 'request_too_large' })
  })

  it('that cannot be read is refused by name', async () => {
    const broken = new File([new Uint8Array([0xff, 0xd8, 0xff, 0, 1, 2, 3])], 'torn.jpg')
    const refused = prepareFile(broken, { maxPixels: 100 })
    await expect(refused).rejects.toMatchObject({ code: 'reference_refused' })
    await expect(refused).rejects.toThrow('torn.jpg')
  })
})

describe('an upload to nowhere', () => {
  it('says that the connection broke, and can be given up', async () => {
    const endpoint = 'http://127.0.0.1:9/api/images'
    const file = await photo(10, 10)
    await expect(uploadReference(file, { endpoint })).rejects.toMatchObject({ code: 'network', charged: 'no' })
    const signal = AbortSignal.abort()
    await expect(uploadReference(file, { endpoint, signal })).rejects.toMatchObject({ code: 'aborted' })
  })
})
