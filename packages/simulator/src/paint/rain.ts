import type { Rgb } from './color.ts'
import { blend, clamp, glow, mixed, rgb, scale, set, step } from './color.ts'
import type { Field } from './field.ts'
import { createField, sample, shadeAll } from './field.ts'
import { words, type Look, type Scene } from './scene.ts'
import type { Random } from '../random.ts'

const LAMPS = [0xff5a36, 0xffb14a, 0xffd9a0, 0x35b7d6, 0xf04a86, 0x4f78f0, 0xfff2dc, 0xff8a2b].map(rgb)
const UMBRELLAS: [number, ...number[]] = [0xc8281c, 0xe0a92c, 0x1f7f8c, 0xd65a78, 0xe8e2d4]

/** A street after dark in the rain: lamps out of focus, the wet road, someone on the way home. */
export const rain: Scene = {
  words: words(
    'rain street city neon umbrella tokyo cyberpunk traffic urban night car robot',
    '雨 街 城市 霓虹 伞 赛博 夜 车 机器人',
  ),
  exposure: 1.25,
  vignette: 0.8,
  paint,
}

function* paint(field: Field, { aspect, random, noise }: Look): Iterable<void> {
  const horizon = random.between(0.33, 0.4)
  const cool = mixed(rgb(0x101a2e), rgb(0x2a1836), random())
  const warm = random.pick([rgb(0x8a4a30), rgb(0x7a3550), rgb(0x2f5a72)])
  const shift = random.between(0, 80)
  const canopy = rgb(random.pick(UMBRELLAS))
  const walker = { x: aspect * random.between(0.4, 0.6), foot: horizon - random.between(0.2, 0.16), tall: 0.44 }

  // The far side of the street, painted once and read again by the wet road.
  const lights = createField(field.width, field.height)
  yield* shadeAll(lights, (x, y, out) => {
    const up = Math.max(y - horizon, 0)
    set(out, mixed(mixed(cool, warm, 0.28), mixed(cool, [0, 0, 0], 0.45), step(0, 0.55, up)))
    glow(out, warm, 0.3 * Math.exp(-Math.abs(up - 0.06) * 7) * (0.4 + noise.fbm(x * 3 + shift, y * 4, 4)))
    const front = noise.line(Math.floor(x * 9 + shift) * 3.7)
    scale(out, 0.75 + 0.5 * front * step(0.5, 0.1, up))
  })
  yield* lamps(lights, aspect, horizon, random)

  const seen: Rgb = [0, 0, 0]
  yield* shadeAll(field, (x, y, out) => {
    const below = horizon - y
    if (below <= 0) {
      sample(lights, x, y, out)
    } else {
      const far = 1 / (below + 0.07)
      const across = (x - aspect / 2) * far
      const wave = noise.fbm(across * 2.1 + shift, far * 5, 4) - 0.5
      const rough = noise.fbm(x * 38, y * 95, 3) - 0.5
      set(out, [0, 0, 0])
      for (let k = 0; k < 6; k++) {
        sample(lights, x + wave * 0.1 * below + rough * 0.022, horizon + below * (0.5 + 0.3 * k) + wave * 0.07, seen)
        glow(out, seen, 0.17)
      }
      const wet = step(0.4, 0.58, noise.fbm(across * 0.5 + shift, far * 1.1, 5))
      scale(out, 0.42 + 0.85 * wet)
      const stones = noise.fbm(across * 26, far * 26, 2)
      scale(out, 0.86 + 0.28 * stones)
      glow(out, seen, step(0.66, 0.82, noise.fbm(x * 62 + shift, y * 130, 3)) * 0.7)
      scale(out, 1 - 0.42 * step(0, horizon, below))
    }
    glow(out, warm, 0.1 * Math.exp(-Math.abs(below) * 18))
  })
  yield* person(field, walker, canopy, horizon, lights, noise.at)

  yield* shadeAll(field, (x, y, out) => {
    for (let k = 0; k < 3; k++) {
      const rx = x * (70 - 19 * k) + y * (3 + k) + k * 13
      const lane = Math.floor(rx)
      const ry = y * (3.4 - 0.8 * k) + noise.line(lane * 5.1 + k * 91) * 9
      const drop = Math.floor(ry)
      if (noise.line(lane * 13.7 + drop * 7.9 + shift) < 0.8) continue
      const along = ry - drop
      glow(
        out,
        [0.75, 0.83, 1],
        step(0.09, 0, Math.abs(rx - lane - 0.5)) *
          step(0, 0.35, along) *
          step(0.75, 0.45, along) *
          0.045 *
          (1 + k * 0.5),
      )
    }
  })
}

/** Discs of light, as a wide-open lens makes them, large ones near and few, small ones far and many. */
function* lamps({ width, height, rgb: light }: Field, aspect: number, horizon: number, random: Random): Iterable<void> {
  for (let i = 0; i < 150; i++) {
    const near = random() ** 2.6
    const side = random() < 0.5 ? -1 : 1
    const out = 0.06 + random() ** 0.8 * 0.6
    const x = (aspect / 2 + side * out * aspect * 0.95) * height
    const y = (1 - horizon - 0.02 - random() ** 1.6 * (0.16 + out * 0.85)) * height
    const r = (0.006 + 0.045 * near) * height
    const color = LAMPS[Math.floor(random() * LAMPS.length)]!
    const bright = (0.35 + random() * 1.1) * (1.5 - 1.15 * near)
    const edge = Math.max(r * 0.1, 1)
    for (let py = Math.max(Math.floor(y - r * 3), 0); py < Math.min(y + r * 3, height); py++)
      for (let px = Math.max(Math.floor(x - r * 3), 0); px < Math.min(x + r * 3, width); px++) {
        const d = Math.hypot(px - x, py - y)
        const disc =
          step(r + edge, r - edge, d) * (0.6 + 0.4 * step(r * 0.5, r, d)) + 0.07 * Math.exp((-d * d) / (r * r * 1.6))
        const at = (py * width + px) * 3
        for (let c = 0; c < 3; c++) light[at + c] = light[at + c]! + color[c]! * disc * bright
      }
    if (i % 25 === 24) yield
  }
}

function* person(
  field: Field,
  walker: { x: number; foot: number; tall: number },
  canopy: Rgb,
  horizon: number,
  lights: Field,
  at: (x: number, y: number) => number,
): Iterable<void> {
  const soft = 1.3 / field.height / walker.tall
  const back: Rgb = [0, 0, 0]
  yield* shadeAll(field, (x, y, out) => {
    const px = (x - walker.x) / walker.tall
    const py = (y - walker.foot) / walker.tall
    if (Math.abs(px) > 0.42 || py > 1.1 || py < -0.95) return
    if (py < 0) {
      const wave = (at(px * 9, py * 24) - 0.5) * 0.07
      const mirrored = Math.max(
        step(soft * 5, -soft * 5, figure(px + wave, -py)),
        step(soft * 5, -soft * 5, dome(px + wave, -py)),
      )
      blend(
        out,
        mixed([0.004, 0.005, 0.008], canopy, 0.12 * step(-0.6, -0.85, py)),
        mirrored * 0.82 * step(-0.95, -0.1, py),
      )
      return
    }
    sample(lights, x, Math.max(y, horizon + 0.06), back)
    const body = figure(px, py)
    const rim = step(-0.03, 0, body) * 0.1
    blend(out, [0.006 + back[0] * rim, 0.007 + back[1] * rim, 0.01 + back[2] * rim], step(soft, -soft, body))
    const roof = dome(px, py)
    const ribs = 0.8 + 0.2 * Math.cos((px / Math.sqrt(Math.max(1.02 - py, 0.02))) * 22)
    const lit = (0.24 + 1.15 * step(0.74, 1.02, py)) * ribs
    blend(
      out,
      [canopy[0] * lit + back[0] * 0.05, canopy[1] * lit + back[1] * 0.05, canopy[2] * lit + back[2] * 0.05],
      step(soft, -soft, roof),
    )
  })
}

/** Signed distances, feet at 0 and the tip of the umbrella at 1. */
function dome(x: number, y: number): number {
  const shell = Math.hypot(x, (y - 0.7) * 1.12) - 0.33
  const hem = 0.742 + 0.02 * Math.abs(Math.sin(x * 19)) - y
  return Math.max(shell, hem)
}

function figure(x: number, y: number): number {
  const head = Math.hypot(x + 0.02, (y - 0.655) * 0.9) - 0.048
  const coat = Math.max(
    Math.abs(x + 0.015) - (0.068 + 0.05 * clamp((0.6 - y) / 0.4)) * step(0.64, 0.54, y) - 0.004,
    y - 0.61,
    0.2 - y,
  )
  const legs = Math.max(
    Math.min(Math.abs(x + 0.052 + (y - 0.2) * -0.03), Math.abs(x - 0.026 - (0.2 - y) * 0.12)) - 0.028,
    y - 0.24,
    -y,
  )
  const pole = Math.max(Math.abs(x - 0.03) - 0.005, y - 1.03, 0.42 - y)
  const arm = Math.max(Math.abs(x - 0.035 - (y - 0.5) * -0.1) - 0.026, y - 0.56, 0.4 - y)
  return Math.min(head, coat, legs, pole, arm)
}
