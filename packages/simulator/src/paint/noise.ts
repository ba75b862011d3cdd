import type { Random } from '../random.ts'

/** Smooth randomness to paint with; every result lies in 0–1 and centres on 0.5. */
export interface Noise {
  at(x: number, y: number): number
  /** Several octaves of `at`, each turned so that no grid shows. */
  fbm(x: number, y: number, octaves: number): number
  line(x: number): number
  /** Octaves of sharp crests along a line: a mountain's outline. */
  crest(x: number, octaves: number): number
}

export function createNoise(random: Random): Noise {
  const order = new Uint8Array(512)
  const height = new Float64Array(256)
  const gx = new Float64Array(256)
  const gy = new Float64Array(256)
  for (let i = 0; i < 256; i++) {
    order[i] = i
    height[i] = random()
    const turn = random() * Math.PI * 2
    gx[i] = Math.cos(turn)
    gy[i] = Math.sin(turn)
  }
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
  order.copyWithin(256, 0, 256)

  function at(x: number, y: number): number {
    const xi = Math.floor(x)
    const yi = Math.floor(y)
    const fx = x - xi
    const fy = y - yi
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
    const left = order[xi & 255]!
    const right = order[(xi + 1) & 255]!
    const row = yi & 255
    const a = order[left + row]!
    const b = order[right + row]!
    const c = order[(left + row + 1) & 511]!
    const d = order[(right + row + 1) & 511]!
    const na = gx[a]! * fx + gy[a]! * fy
    const nb = gx[b]! * (fx - 1) + gy[b]! * fy
    const nc = gx[c]! * fx + gy[c]! * (fy - 1)
    const nd = gx[d]! * (fx - 1) + gy[d]! * (fy - 1)
    const top = na + (nb - na) * u
    return 0.5 + 0.7 * (top + (nc + (nd - nc) * u - top) * v)
  }

  function line(x: number): number {
    const i = Math.floor(x)
    const f = x - i
    const a = height[order[i & 255]!]!
    const b = height[order[(i + 1) & 255]!]!
    return a + (b - a) * f * f * (3 - 2 * f)
  }

  return {
    at,
    line,
    fbm(x, y, octaves) {
      let sum = 0
      let weight = 0.5
      let total = 0
      for (let i = 0; i < octaves; i++) {
        sum += weight * at(x, y)
        total += weight
        const turned = x * 1.62 - y * 1.22 + 17.3
        y = x * 1.22 + y * 1.62 + 5.7
        x = turned
        weight *= 0.5
      }
      return sum / total
    },
    crest(x, octaves) {
      let sum = 0
      let weight = 0.5
      let total = 0
      for (let i = 0; i < octaves; i++) {
        const v = 1 - Math.abs(line(x) * 2 - 1)
        sum += weight * v * v
        total += weight
        x = x * 2.03 + 19.7
        weight *= 0.5
      }
      return sum / total
    },
  }
}
