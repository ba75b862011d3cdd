import type { Random } from '../random.ts'
import type { Field } from './field.ts'

/**
 * Bytes (red, green, blue, alpha) of a developed field in any size: a cubic between its pixels, then film grain,
 * which is also what keeps a slow gradient from showing bands. Pauses every few rows.
 */
export function* enlarge(
  field: Field,
  width: number,
  height: number,
  grain: number,
  random: Random,
): Generator<void, Uint8ClampedArray<ArrayBuffer>> {
  const bytes = new Uint8ClampedArray(width * height * 4)
  const across = taps(field.width, width)
  const down = taps(field.height, height)
  const speck = grains(random, grain * 255)
  const line = new Float32Array(field.width * 3)
  const stride = field.width * 3
  for (let row = 0, to = 0; row < height; row++) {
    const [r0, r1, r2, r3] = [0, 1, 2, 3].map((k) => down.index[row * 4 + k]! * stride) as [
      number,
      number,
      number,
      number,
    ]
    const [w0, w1, w2, w3] = [0, 1, 2, 3].map((k) => down.weight[row * 4 + k]!) as [number, number, number, number]
    const { rgb } = field
    for (let i = 0; i < stride; i++)
      line[i] = 255 * (rgb[r0 + i]! * w0 + rgb[r1 + i]! * w1 + rgb[r2 + i]! * w2 + rgb[r3 + i]! * w3)
    let at = Math.floor(random() * speck.length)
    for (let column = 0; column < width; column++, to += 4) {
      const k = column * 4
      const a = across.index[k]! * 3
      const b = across.index[k + 1]! * 3
      const c = across.index[k + 2]! * 3
      const d = across.index[k + 3]! * 3
      const wa = across.weight[k]!
      const wb = across.weight[k + 1]!
      const wc = across.weight[k + 2]!
      const wd = across.weight[k + 3]!
      const dust = speck[(at = (at + 1) & GRAINS)]!
      bytes[to] = line[a]! * wa + line[b]! * wb + line[c]! * wc + line[d]! * wd + dust
      bytes[to + 1] = line[a + 1]! * wa + line[b + 1]! * wb + line[c + 1]! * wc + line[d + 1]! * wd + dust
      bytes[to + 2] = line[a + 2]! * wa + line[b + 2]! * wb + line[c + 2]! * wc + line[d + 2]! * wd + dust
      bytes[to + 3] = 255
    }
    if (row % 32 === 31) yield
  }
  return bytes
}

/** For each pixel wanted, the four it is made of and how much of each (Catmull-Rom). */
function taps(from: number, to: number): { index: Int32Array; weight: Float32Array } {
  const index = new Int32Array(to * 4)
  const weight = new Float32Array(to * 4)
  for (let i = 0; i < to; i++) {
    const at = ((i + 0.5) * from) / to - 0.5
    const first = Math.floor(at)
    const t = at - first
    const cubic = [
      t * (-0.5 + t * (1 - 0.5 * t)),
      1 + t * t * (-2.5 + 1.5 * t),
      t * (0.5 + t * (2 - 1.5 * t)),
      t * t * (-0.5 + 0.5 * t),
    ]
    for (let k = 0; k < 4; k++) {
      index[i * 4 + k] = Math.min(Math.max(first - 1 + k, 0), from - 1)
      weight[i * 4 + k] = cubic[k]!
    }
  }
  return { index, weight }
}

const GRAINS = 0xffff

/** A long strip of bell-shaped specks; every row starts somewhere else in it. */
function grains(random: Random, amount: number): Float32Array {
  return Float32Array.from({ length: GRAINS + 1 }, () => (random() + random() + random() - 1.5) * amount)
}
