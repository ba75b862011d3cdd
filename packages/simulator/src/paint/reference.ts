import type { Field } from './field.ts'
import { createField, sample } from './field.ts'
import type { Rgb } from './color.ts'
import { createRandom } from '../random.ts'
import { loadSharp } from './sharp.ts'

const EDGE = 160

/** The reference cut to the picture's shape, small, as a developed field. */
export async function readReference(bytes: Uint8Array, aspect: number): Promise<Field> {
  const width = Math.round(EDGE * Math.sqrt(aspect))
  const height = Math.round(EDGE / Math.sqrt(aspect))
  const sharp = await loadSharp()
  if (sharp) {
    const { data } = await sharp(bytes)
      .rotate()
      .resize(width, height, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return fieldOf(data, width, height, data.length / (width * height))
  }
  if ('OffscreenCanvas' in globalThis) {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]))
    const pen = new OffscreenCanvas(width, height).getContext('2d')
    const scale = Math.max(width / bitmap.width, height / bitmap.height)
    const [w, h] = [bitmap.width * scale, bitmap.height * scale]
    pen?.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h)
    if (pen) return fieldOf(pen.getImageData(0, 0, width, height).data, width, height, 4)
  }
  return wash(bytes, width, height)
}

/** Where nothing can decode it, the reference's bytes still choose three colours and how they run into each other. */
function wash(bytes: Uint8Array, width: number, height: number): Field {
  const random = createRandom(...bytes.subarray(0, 4096))
  const field = createField(width, height)
  const colors = [0, 1, 2].map((): Rgb => [random(), random(), random()])
  const turn = random.between(0, 6.28)
  for (let i = 0; i < width * height; i++) {
    const x = (i % width) / width - 0.5
    const y = Math.floor(i / width) / height - 0.5
    const t = Math.min(Math.max((x * Math.cos(turn) + y * Math.sin(turn) + 0.5) * 2, 0), 1.999)
    const [a, b] = [colors[Math.floor(t)]!, colors[Math.floor(t) + 1]!]
    for (let c = 0; c < 3; c++) field.rgb[i * 3 + c] = a[c]! + (b[c]! - a[c]!) * (t % 1)
  }
  return field
}

function fieldOf(data: ArrayLike<number>, width: number, height: number, channels: number): Field {
  const field = createField(width, height)
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) field.rgb[i * 3 + c] = data[i * channels + (channels < 3 ? 0 : c)]! / 255
  return field
}

/**
 * Lets references shape a developed picture, in place: theirs are the colours and where it is light and dark,
 * the scene's are the forms, the light on them and the texture.
 */
export function shapeBy(field: Field, references: readonly Field[]): void {
  const { width, height, rgb } = field
  const seen: Rgb = [0, 0, 0]
  for (let row = 0, i = 0; row < height; row++)
    for (let column = 0; column < width; column++, i += 3) {
      const under: Rgb = [0, 0, 0]
      for (const reference of references) {
        const { height: h, width: w } = reference
        sample(reference, ((column + 0.5) / width) * (w / h), 1 - (row + 0.5) / height, seen)
        for (let c = 0; c < 3; c++) under[c] = under[c]! + seen[c]! / references.length
      }
      const light = 0.3 * rgb[i]! + 0.59 * rgb[i + 1]! + 0.11 * rgb[i + 2]!
      for (let c = 0; c < 3; c++) {
        const glazed = Math.min(under[c]! * (0.5 + light), 1)
        rgb[i + c] = rgb[i + c]! * 0.3 + glazed * 0.7
      }
    }
}
