import type { Random } from '../random.ts'
import type { Field } from './field.ts'

/** Light of a starry sky, one float a pixel: most stars faint, a few bright, none on a grid. */
export function stars({ width, height }: Field, random: Random, count = 900): Float32Array {
  const light = new Float32Array(width * height)
  for (let i = 0; i < count; i++) {
    const x = random() * (width - 3) + 1
    const y = random() * (height - 3) + 1
    const bright = 0.06 + random() ** 9 * 1.6
    const size = (0.55 + bright * 0.5) * (height / 640)
    const reach = Math.ceil(size * 2.5)
    for (let py = Math.max(Math.floor(y) - reach, 0); py <= Math.min(y + reach, height - 1); py++)
      for (let px = Math.max(Math.floor(x) - reach, 0); px <= Math.min(x + reach, width - 1); px++) {
        const d = ((px - x) ** 2 + (py - y) ** 2) / (size * size)
        const at = py * width + px
        light[at] = light[at]! + bright * Math.exp(-d * 1.6)
      }
  }
  return light
}
