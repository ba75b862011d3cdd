import type { Rgb } from './color.ts'
import { clamp } from './color.ts'

/** A picture while it is being painted: linear light, row by row from the top, three floats a pixel. */
export interface Field {
  readonly width: number
  readonly height: number
  readonly rgb: Float32Array
}

export const createField = (width: number, height: number): Field => ({
  width,
  height,
  rgb: new Float32Array(width * height * 3),
})

/** Colours every pixel. `x` runs from 0 to the aspect ratio, `y` from 0 at the bottom to 1. Pauses every few rows. */
export function* shadeAll(field: Field, shade: (x: number, y: number, out: Rgb) => void): Iterable<void> {
  const { width, height, rgb } = field
  const out: Rgb = [0, 0, 0]
  for (let row = 0, i = 0; row < height; row++) {
    const y = 1 - (row + 0.5) / height
    for (let column = 0; column < width; column++, i += 3) {
      out[0] = rgb[i]!
      out[1] = rgb[i + 1]!
      out[2] = rgb[i + 2]!
      shade((column + 0.5) / height, y, out)
      rgb[i] = out[0]
      rgb[i + 1] = out[1]
      rgb[i + 2] = out[2]
    }
    if (row % 16 === 15) yield
  }
}

/** Reads a field between its pixels, as `shadeAll` counts x and y; the edges go on for ever. */
export function sample(field: Field, x: number, y: number, out: Rgb): void {
  const { width, height, rgb } = field
  const px = clamp((x * height - 0.5) / (width - 1)) * (width - 1)
  const py = clamp(((1 - y) * height - 0.5) / (height - 1)) * (height - 1)
  const left = Math.min(Math.floor(px), width - 2)
  const top = Math.min(Math.floor(py), height - 2)
  const fx = px - left
  const fy = py - top
  const a = (top * width + left) * 3
  const b = a + width * 3
  for (let c = 0; c < 3; c++) {
    const above = rgb[a + c]! + (rgb[a + 3 + c]! - rgb[a + c]!) * fx
    const below = rgb[b + c]! + (rgb[b + 3 + c]! - rgb[b + c]!) * fx
    out[c] = above + (below - above) * fy
  }
}
