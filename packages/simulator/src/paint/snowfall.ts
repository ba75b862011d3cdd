import type { Random } from '../random.ts'
import type { Rgb } from './color.ts'
import type { Field } from './field.ts'

/** Flakes in the air, over everything. */
export function fallSnow(field: Field, random: Random, color: Rgb): void {
  for (let i = 0; i < field.width * 0.55; i++) {
    const near = random() ** 5
    const [x, y] = [random() * field.width, random() * field.height]
    fall(field, x, y, (0.0011 + 0.0075 * near) * field.height, color, 0.75 - 0.5 * near)
  }
}

/** One flake: a soft disc, the nearer the larger and fainter. */
function fall({ width, height, rgb: pixels }: Field, x: number, y: number, r: number, color: Rgb, alpha: number): void {
  for (let py = Math.max(Math.floor(y - r * 2), 0); py < Math.min(y + r * 2, height); py++)
    for (let px = Math.max(Math.floor(x - r * 2), 0); px < Math.min(x + r * 2, width); px++) {
      const share = alpha * Math.exp(-((px - x) ** 2 + (py - y) ** 2) / (r * r * 0.7))
      const i = (py * width + px) * 3
      for (let c = 0; c < 3; c++) pixels[i + c] = pixels[i + c]! + (color[c]! * 1.1 - pixels[i + c]!) * share
    }
}
