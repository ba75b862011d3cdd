import { clamp } from './color.ts'
import type { Field } from './field.ts'

/**
 * Turns light into print, in place: a filmic curve, a soft fall-off towards the corners, display gamma.
 * Afterwards every float is an sRGB value from 0 to 1.
 */
export function develop(field: Field, exposure: number, vignette: number): void {
  const { width, height, rgb } = field
  for (let row = 0, i = 0; row < height; row++) {
    const v = (row + 0.5) / height - 0.5
    for (let column = 0; column < width; column++, i += 3) {
      const u = (column + 0.5) / width - 0.5
      const light = exposure * (1 - vignette * (u * u + v * v))
      for (let c = 0; c < 3; c++) {
        const x = Math.max(rgb[i + c]! * light, 0)
        rgb[i + c] = clamp((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)) ** (1 / 2.2)
      }
    }
  }
}
