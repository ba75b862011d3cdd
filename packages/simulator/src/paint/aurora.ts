import type { Rgb } from './color.ts'
import { blend, clamp, glow, mixed, rgb, scale, set, step } from './color.ts'
import type { Field } from './field.ts'
import { createField, sample, shadeAll } from './field.ts'
import { words, type Look, type Scene } from './scene.ts'
import { stars } from './stars.ts'

const LIGHTS: [[number, number, number], ...[number, number, number][]] = [
  [0x2bff9a, 0x3a8cff, 0xa04dff],
  [0x58ffb0, 0x28c8d8, 0xff5fa8],
  [0x9dff6a, 0x2ed6a0, 0x5c5cff],
]

/** Northern lights over black hills and still water. */
export const aurora: Scene = {
  words: words('aurora northern polar star galaxy space cosmos planet universe milky', '极光 星 银河 宇宙 太空 夜空'),
  exposure: 1.15,
  vignette: 0.5,
  paint,
}

function* paint(field: Field, { aspect, random, noise }: Look): Iterable<void> {
  const [low, middle, high] = random.pick(LIGHTS).map(rgb) as [Rgb, Rgb, Rgb]
  const horizon = random.between(0.27, 0.36)
  const night = stars(field, random, 1500)
  const shift = random.between(0, 90)
  const curtains = createField(field.width, field.height)
  const count = 3 + Math.floor(random() * 2)
  for (let i = 0; i < count; i++) {
    hang(curtains, {
      base: horizon + 0.1 + 0.13 * i + random.between(0, 0.08),
      tall: random.between(0.28, 0.42) * (1 - 0.1 * i),
      seed: random.between(0, 300),
      light: (0.55 + 0.5 * random()) / (1 + 0.25 * i),
      colors: [low, middle, high],
      line: noise.line,
      fbm: noise.fbm,
    })
    yield
  }

  const view = createField(field.width, field.height)
  const curtain: Rgb = [0, 0, 0]
  yield* shadeAll(view, (x, y, out) => {
    const up = (y - horizon) / (1 - horizon)
    set(out, mixed(rgb(0x1b3d4e), rgb(0x060a1c), step(-0.05, 0.8, up)))
    const dust = noise.fbm(x * 2.2 + y * 1.3 + shift, y * 2.6 - x * 0.8, 5)
    glow(out, [0.06, 0.07, 0.12], step(0.48, 0.72, dust) * 0.8)
    const at =
      Math.min(Math.floor((1 - y) * field.height), field.height - 1) * field.width + Math.floor(x * field.height)
    glow(out, [0.85, 0.92, 1], night[at]! * (0.6 + dust) * step(0, 0.3, up))
    sample(curtains, x, y, curtain)
    glow(out, curtain, 1)
    glow(out, low, 0.05 * Math.exp(-Math.max(up, 0) * 4))
    hills(x, y, up, out)
  })

  function hills(x: number, y: number, up: number, out: Rgb): void {
    if (up > 0.42) return
    for (const [scaleX, rise, tall, tone] of [
      [1.15, 0.03, 0.17, 0.4],
      [1.7, 0.005, 0.09, 0.12],
    ] as const) {
      const top = horizon + rise + tall * (noise.crest(x * scaleX + shift * scaleX, 7) - 0.3)
      const cover = clamp((top - y) * field.height + 0.5)
      if (cover <= 0) continue
      const d = Math.max(top - y, 0)
      const relief = noise.fbm(x * 9 + d * 6 + shift, d * 20, 5) - noise.fbm(x * 9 + d * 6 + 0.15 + shift, d * 20, 5)
      const snow = clamp(relief * 5 + 0.28) * step(0.12, 0, d) * tone * 1.6
      const face = mixed(rgb(0x071019), mixed(rgb(0x9fc6cc), low, 0.2), snow)
      blend(out, mixed(face, rgb(0x1c4652), step(0, 0.16, d) * tone * 1.3), cover)
    }
    const row = x * 92 + shift
    const tree = Math.floor(row)
    const cone = Math.max(1 - Math.abs(row - tree - 0.5) * 2.4, 0) * (0.3 + 0.7 * noise.line(tree * 3.3))
    const shore = horizon + 0.006 + 0.036 * cone * (0.3 + 0.7 * step(0.3, 0.7, noise.line(x * 3 + shift)))
    blend(out, rgb(0x02060a), clamp((shore - y) * field.height + 0.5))
  }

  yield* shadeAll(field, (x, y, out) => {
    const below = horizon - y
    if (below <= 0) return sample(view, x, y, out)
    const far = 1 / (below + 0.03)
    const ripple = noise.fbm((x - aspect / 2) * far * 0.9 + shift, far * 3.4, 4) - 0.5
    const blur = 0.004 + below * 0.03
    set(out, [0, 0, 0])
    for (let k = -1; k <= 1; k++) {
      sample(
        view,
        x + ripple * 0.05 * below * 4 + k * blur * 0.2,
        horizon + below * 1.06 + ripple * 0.1 * below + k * blur,
        curtain,
      )
      glow(out, curtain, 0.27)
    }
    const ice = noise.fbm((x - aspect / 2) * far * 0.2 + shift, far * 0.5, 5)
    const crack =
      Math.max(1 - Math.abs(noise.fbm((x - aspect / 2) * far * 0.55, far * 1.5 + shift, 4) * 2 - 1) * 3.2, 0) ** 6
    const sheet = step(0.52, 0.56, ice) * step(0.015, 0.08, below)
    blend(out, mixed(rgb(0x2b5560), low, 0.1), sheet * 0.22)
    glow(out, mixed(low, [1, 1, 1], 0.5), crack * sheet * 0.06)
    scale(out, 1 - 0.5 * step(0, horizon, below))
    glow(out, low, 0.035 * Math.exp(-below * 40))
  })
}

interface Curtain {
  base: number
  tall: number
  seed: number
  light: number
  colors: readonly [Rgb, Rgb, Rgb]
  line(x: number): number
  fbm(x: number, y: number, octaves: number): number
}

/** Walks along a wandering hem and lets light rise from each place: where the hem doubles back, the folds add up. */
function hang(
  { width, height, rgb: light }: Field,
  { base, tall, seed, light: strength, colors, line, fbm }: Curtain,
): void {
  const steps = width * 4
  for (let i = 0; i < steps; i++) {
    const s = i / steps
    const fold = fbm(s * 5.5 + seed, 3.3, 4) - 0.5
    const x = (s * 1.5 - 0.25 + fold * 0.62) * width
    const at = Math.floor(x)
    if (at < 0 || at >= width - 1) continue
    const hem = base + 0.26 * (fbm(s * 3.1 + seed, 8.1, 3) - 0.5) + 0.05 * (fbm(s * 13 + seed, 1.7, 2) - 0.5)
    const ray =
      (0.5 + 0.5 * line(s * 150 + seed)) * (0.55 + 0.45 * line(s * 400 + seed)) * (0.25 + 0.95 * line(s * 7 + seed))
    const rise = tall * (0.55 + 0.75 * line(s * 60 + seed * 3))
    raise(at, hem, rise, strength * ray * 0.5)
  }
  soften()

  function raise(at: number, hem: number, rise: number, share: number): void {
    const from = Math.min(Math.floor((1 - hem + 0.02) * height), height - 1)
    const to = Math.max(Math.floor((1 - hem - rise * 1.5) * height), 0)
    for (let row = from; row >= to; row--) {
      const f = (1 - row / height - hem) / rise
      const bright = share * (f < 0 ? Math.exp(f * rise * 150) : Math.exp(-f * 2.6) * clamp(1.5 - f)) * 0.34
      const tint = f < 0.3 ? 0 : step(0.3, 1, f)
      const [a, b, t] = f < 0.45 ? [colors[0], colors[1], clamp(f / 0.45) * 0.55] : [colors[1], colors[2], tint]
      const i = (row * width + at) * 3
      for (let c = 0; c < 3; c++) light[i + c] = light[i + c]! + (a[c]! + (b[c]! - a[c]!) * t) * bright
    }
  }

  // A curtain of light has no hard side: every row is averaged along itself, twice.
  function soften(): void {
    const reach = Math.max(Math.round(width / 170), 1)
    const row = new Float32Array(width * 3)
    for (let pass = 0; pass < 2; pass++)
      for (let y = 0; y < height; y++) {
        const start = y * width * 3
        row.set(light.subarray(start, start + width * 3))
        for (let c = 0; c < 3; c++) {
          let sum = row[c]! * (reach + 1)
          for (let k = 0; k < reach; k++) sum += row[k * 3 + c]!
          for (let x = 0; x < width; x++) {
            sum += row[Math.min(x + reach, width - 1) * 3 + c]! - row[Math.max(x - reach - 1, 0) * 3 + c]!
            light[start + x * 3 + c] = sum / (reach * 2 + 1)
          }
        }
      }
  }
}
