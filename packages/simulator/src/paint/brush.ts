import type { Random } from '../random.ts'
import type { Rgb } from './color.ts'
import type { Field } from './field.ts'

export interface Stroke {
  /** Middle, as `shadeAll` counts. */
  readonly x: number
  readonly y: number
  readonly length: number
  readonly width: number
  /** Radians; 0 lies flat, more turns to the left. */
  readonly turn: number
  /** How far the middle bows to the side, as a share of the length. */
  readonly bow?: number
  readonly color: Rgb
  readonly alpha?: number
  /** Difference from bristle to bristle. @default 0.25 */
  readonly rough?: number
}

/** A flat brush: each bristle has its own tone and length, so that strokes lie on each other as paint does. */
export function createBrush({ width, height, rgb }: Field, random: Random) {
  const bristles = Float32Array.from({ length: 4096 }, () => random())
  return function stroke({ x, y, length, width: wide, turn, bow = 0, color, alpha = 0.9, rough = 0.25 }: Stroke): void {
    const cos = Math.cos(turn)
    const sin = Math.sin(turn)
    const cx = x * height
    const cy = (1 - y) * height
    const half = (length * height) / 2
    const side = Math.max((wide * height) / 2, 0.6)
    const reach = side + Math.abs(bow) * half * 2
    const rx = Math.abs(cos) * half + Math.abs(sin) * reach + 1
    const ry = Math.abs(sin) * half + Math.abs(cos) * reach + 1
    const first = Math.floor(random() * 3000)
    const fine = Math.max(Math.min(side, 6) / side, 0.5)
    for (let py = Math.max(Math.floor(cy - ry), 0); py <= Math.min(cy + ry, height - 1); py++)
      for (let px = Math.max(Math.floor(cx - rx), 0); px <= Math.min(cx + rx, width - 1); px++) {
        const dx = px - cx
        const dy = cy - py
        const along = (dx * cos + dy * sin) / half
        if (along < -1 || along > 1) continue
        const across = dy * cos - dx * sin - bow * half * (1 - along * along)
        const edge = side - Math.abs(across)
        if (edge < -0.5) continue
        const hair = bristles[first + Math.max(Math.floor((across + side) * fine), 0)]!
        const end = (1 - Math.abs(along)) * half - hair * half * 0.4
        if (end <= 0) continue
        const share = alpha * Math.min(edge + 0.5, 1) * Math.min(end * 0.6, 1) * (0.75 + 0.25 * hair)
        const tone = 1 + (hair - 0.5) * rough * 2
        const i = (py * width + px) * 3
        rgb[i] = rgb[i]! + (color[0] * tone - rgb[i]!) * share
        rgb[i + 1] = rgb[i + 1]! + (color[1] * tone - rgb[i + 1]!) * share
        rgb[i + 2] = rgb[i + 2]! + (color[2] * tone - rgb[i + 2]!) * share
      }
  }
}

/** Lights the ridges of the paint from the upper left. */
export function emboss({ width, height, rgb }: Field, amount: number): void {
  const lum = new Float32Array(width * height)
  for (let i = 0; i < lum.length; i++)
    lum[i] = Math.sqrt(0.3 * rgb[i * 3]! + 0.59 * rgb[i * 3 + 1]! + 0.11 * rgb[i * 3 + 2]!)
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const slope = (lum[i + width + 1]! - lum[i - width - 1]!) * 0.6 + (lum[i + 1]! - lum[i - 1]!) * 0.4
      const light = 1 + Math.max(Math.min(slope * amount, 0.35), -0.35)
      for (let c = 0; c < 3; c++) rgb[i * 3 + c] = rgb[i * 3 + c]! * light
    }
}
