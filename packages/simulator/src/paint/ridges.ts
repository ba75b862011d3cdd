import type { Rgb } from './color.ts'
import { blend, clamp, glow, mixed, rgb, scale, set, step } from './color.ts'
import type { Field } from './field.ts'
import { shadeAll } from './field.ts'
import { stars } from './stars.ts'
import { words, type Hour, type Look, type Scene } from './scene.ts'

const LAYERS = 9

interface Light {
  zenith: Rgb
  horizon: Rgb
  sun: Rgb
  near: Rgb
  mist: Rgb
}

const LIGHTS: Record<Hour, Light> = {
  dawn: { zenith: rgb(0x6d93b8), horizon: rgb(0xf7d3a8), sun: rgb(0xffc582), near: rgb(0x14242f), mist: rgb(0xefd2b4) },
  day: { zenith: rgb(0x4f86b0), horizon: rgb(0xdfe9e4), sun: rgb(0xfff1cf), near: rgb(0x15302e), mist: rgb(0xdbe6e4) },
  dusk: { zenith: rgb(0x3a3f78), horizon: rgb(0xf0967a), sun: rgb(0xff8a52), near: rgb(0x140f26), mist: rgb(0xcf8a93) },
  night: {
    zenith: rgb(0x0b1430),
    horizon: rgb(0x4a6487),
    sun: rgb(0xc9dcf2),
    near: rgb(0x050a14),
    mist: rgb(0x4d6a88),
  },
}

/** Range behind range in the mist, with the sun or the moon low above them. */
export const ridges: Scene = {
  words: words('mountain ridge mist fog valley hill peak alps landscape pine', '山 雾 峰 谷 风景 云海'),
  vignette: 0.35,
  paint,
}

function* paint(field: Field, { aspect, random, noise, hour }: Look): Iterable<void> {
  const light = LIGHTS[hour]
  const side = random() < 0.5 ? 1 : -1
  const sunX = aspect * (side > 0 ? random.between(0.58, 0.8) : random.between(0.2, 0.42))
  const sunY = random.between(0.7, 0.8)
  const radius = hour === 'night' ? 0.03 : random.between(0.034, 0.05)
  const lead = random.between(0.2, 0.8) * aspect
  const lift = random.between(-0.03, 0.05)
  const pixel = 1 / field.height

  const offsets = Array.from({ length: LAYERS }, () => random.between(0, 200))
  // One outline per range, nearest first, so that a pixel shades only the range it shows.
  const ground = Array.from({ length: LAYERS }, (_, i) => {
    const depth = 1 - i / (LAYERS - 1)
    const base = 0.05 + (0.6 + lift) * (1 - depth) ** 0.9
    const tall = 0.13 + 0.15 * depth
    const offset = offsets[i]!
    return Float64Array.from({ length: field.width }, (_none, column) => {
      const x = (column + 0.5) / field.height
      let height =
        base + tall * (noise.crest(x * 0.95 + offset, 7) - 0.42) + 0.14 * (noise.line(x * 0.7 + offset) - 0.5)
      if (i === LAYERS - 2)
        height += 0.17 * Math.exp(-(((x - lead) * 2.3) ** 2)) * (0.55 + 0.6 * noise.crest(x * 2.1, 5))
      return height
    })
  })
  const outlines = ground.map((line, i) => {
    const depth = 1 - i / (LAYERS - 1)
    const tall = step(0.52, 0.9, depth) * (0.012 + 0.034 * depth * depth)
    return line.map(
      (height, column) =>
        height + tall * treeLine((column / field.height) * (150 - 80 * depth), offsets[i]!, noise.line),
    )
  })
  const moonlit = hour === 'night'
  const night = moonlit ? stars(field, random) : undefined
  const color: Rgb = [0, 0, 0]
  const mist: Rgb = [0, 0, 0]

  yield* shadeAll(field, (x, y, out) => {
    const distance = Math.hypot(x - sunX, (y - sunY) * 1.05)
    sky(x, y, distance, out)
    const column = Math.min(Math.floor(x * field.height), field.width - 1)
    let front = LAYERS
    let edge = 0
    for (let i = 0; i < LAYERS; i++) {
      edge = clamp((outlines[i]![column]! - y) / pixel + 0.5)
      if (edge > 0) {
        front = i
        break
      }
    }
    if (front === LAYERS) return
    // A pixel on an outline also shows a little of the range behind it.
    if (edge < 1) {
      for (let i = front + 1; i < LAYERS; i++) {
        if (outlines[i]![column]! <= y) continue
        range(i, x, y, Math.max(ground[i]![column]! - y, 0), distance, color)
        set(out, color)
        break
      }
    }
    range(front, x, y, Math.max(ground[front]![column]! - y, 0), distance, color)
    blend(out, color, edge)
  })

  function sky(x: number, y: number, distance: number, out: Rgb): void {
    set(out, mixed(light.horizon, light.zenith, step(0.52, 1.12, y + 0.08 * (noise.fbm(x * 1.6, y * 2, 3) - 0.5))))
    const veil = noise.fbm(x * 1.1 + 7, y * 7.5 + noise.at(x * 2, y * 3) * 0.7, 5)
    blend(out, mixed(light.horizon, light.sun, 0.35), step(0.47, 0.75, veil) * step(0.58, 0.8, y) * 0.55)
    glow(
      out,
      light.sun,
      (moonlit ? 0.1 : 0.36) * Math.exp(-distance * 3.1) + (moonlit ? 0.3 : 0.4) * Math.exp(-distance * 10),
    )
    if (moonlit)
      glow(
        out,
        [0.85, 0.92, 1],
        night![
          Math.min(Math.floor((1 - y) * field.height), field.height - 1) * field.width + Math.floor(x * field.height)
        ]! * step(0.55, 0.9, y),
      )
    const disc = step(radius + 0.0025, radius - 0.0025, distance)
    if (disc > 0) {
      const face = moonlit ? 1.2 - 0.5 * step(0.45, 0.7, noise.fbm(x * 40, y * 40, 3)) : 2.4
      blend(out, mixed([face, face, face], light.sun, moonlit ? 0.15 : 0.45).map((v) => v * 1.1) as Rgb, disc)
    }
  }

  function range(i: number, x: number, y: number, below: number, distance: number, out: Rgb): void {
    const depth = 1 - i / (LAYERS - 1)
    const offset = offsets[i]!
    const far = mixed(mixed(light.horizon, light.zenith, 0.62), light.near, 0.2)
    set(out, mixed(far, light.near, depth ** 0.72))
    // Slopes that face the sun are lighter: the difference between two near readings of one relief.
    const gx = x * (8 - 2 * depth) + below * 4 * side + offset
    const gy = below * (13 - 5 * depth) + offset
    const relief = clamp((noise.fbm(gx, gy, 5) - noise.fbm(gx + 0.17 * side, gy + 0.05, 5)) * 5.5 + 0.35)
    scale(out, 0.66 + 0.75 * relief * (1 - 0.45 * depth))
    glow(out, light.sun, 0.22 * relief * Math.exp(-distance * 2) * (1 - 0.8 * depth))
    const drift = noise.fbm(x * 1.7 + offset, y * 5.5 + offset, 4)
    const thick = step(0, 0.15 + 0.14 * depth, below + (drift - 0.5) * 0.2)
    set(mist, mixed(light.mist, light.sun, Math.exp(-distance * 2.5) * 0.5))
    blend(mist, mixed(light.zenith, light.mist, 0.4).map((v) => v * 0.5) as Rgb, depth ** 1.3 * 0.9)
    blend(out, mist, thick * (0.94 - 0.34 * depth))
    glow(out, light.sun, 0.4 * Math.exp(-below * 210) * Math.exp(-distance * 2.3) * (1 - 0.9 * depth))
  }
}

/** Three rows of firs, each tree a ragged cone of its own height. */
function treeLine(x: number, offset: number, line: (x: number) => number): number {
  let tallest = 0
  for (let k = 0; k < 3; k++) {
    const at = x * (1 + 0.37 * k) + offset * 9 + k * 5.3
    const tree = Math.floor(at)
    const cone = Math.max(1 - Math.abs(at - tree - 0.5) * 2.3, 0)
    const ragged = cone * (0.8 + 0.2 * Math.abs(Math.sin(cone * 22 + tree)))
    tallest = Math.max(tallest, ragged * (0.25 + 0.75 * line(tree * 3.7 + k)))
  }
  return tallest * (0.35 + 0.65 * step(0.25, 0.6, line(x * 0.06 + offset)))
}
