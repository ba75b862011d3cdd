import type { Rgb } from './color.ts'
import { blend, clamp, glow, mixed, rgb, scale, set, step } from './color.ts'
import type { Field } from './field.ts'
import { shadeAll } from './field.ts'
import { words, type Hour, type Look, type Scene } from './scene.ts'
import { drawTerrain } from './terrain.ts'

interface Light {
  zenith: Rgb
  horizon: Rgb
  sun: Rgb
  shade: Rgb
  sand: Rgb
}

const LIGHTS: Record<Hour, Light> = {
  dawn: {
    zenith: rgb(0x7fa3c4),
    horizon: rgb(0xf8d6b4),
    sun: rgb(0xffc489),
    shade: rgb(0x7d6f8c),
    sand: rgb(0xe2a877),
  },
  day: { zenith: rgb(0x3f7fb6), horizon: rgb(0xe8dcc0), sun: rgb(0xffe6bd), shade: rgb(0x7a7f98), sand: rgb(0xdfae72) },
  dusk: {
    zenith: rgb(0x4a4a86),
    horizon: rgb(0xf49d70),
    sun: rgb(0xff9048),
    shade: rgb(0x573f72),
    sand: rgb(0xd0805a),
  },
  night: {
    zenith: rgb(0x0a1330),
    horizon: rgb(0x3d5478),
    sun: rgb(0xa9c4ea),
    shade: rgb(0x16223e),
    sand: rgb(0x7d86a0),
  },
}

/** Sand as far as the eye goes: long crests, one face in the sun and one in shadow. */
export const dunes: Scene = {
  words: words('desert dune sand sahara camel canyon oasis', '沙漠 沙丘 沙 戈壁 骆驼'),
  vignette: 0.4,
  paint,
}

function* paint(field: Field, { aspect, random, noise, hour }: Look): Iterable<void> {
  const light = LIGHTS[hour]
  const horizon = aspect > 1 ? random.between(0.6, 0.7) : random.between(0.58, 0.66)
  const side = random() < 0.5 ? -1 : 1
  const sunward = { x: 0.86 * side, y: 0.25, z: 0.4 }
  const turn = random.between(-0.35, 0.35)
  const start = random.between(0, 400)

  // A crest is where two slopes meet: gentle to windward, steep in the lee.
  const crest = (phase: number): number => {
    const f = phase - Math.floor(phase)
    return f < 0.68 ? step(0, 0.68, f) ** 1.15 : ((1 - f) / 0.32) ** 1.25
  }
  const height = (x: number, z: number): number => {
    const wx = noise.fbm(x * 0.021 + start, z * 0.021, 2) - 0.5
    const wz = noise.at(x * 0.016 + 40, z * 0.016 + start) - 0.5
    const along = x * Math.cos(turn) + z * Math.sin(turn)
    const deep = z * Math.cos(turn) - x * Math.sin(turn)
    const swell = 0.35 + 0.9 * noise.at(x * 0.011 + 9, z * 0.011 + start)
    return (
      5.6 * swell * crest(along * 0.034 * side + wx * 2.1 + start) +
      3.4 * crest(deep * 0.026 + wz * 2.4 + wx + 0.3) * swell +
      9 * (noise.at(x * 0.0065 + start, z * 0.0065) - 0.42) * step(20, 90, z)
    )
  }
  const { baked, read, shadow } = bake(height, sunward)
  yield
  const eye = { x: 0, y: read(0, 4) + random.between(3.4, 5), z: 0 }

  yield* shadeAll(field, (x, y, out) => {
    const up = Math.max((y - horizon) / (1 - horizon), 0)
    const across = Math.abs(x / aspect - (side > 0 ? 1.05 : -0.05))
    set(out, mixed(light.horizon, light.zenith, step(0, 1.15, up ** 0.75)))
    glow(out, light.sun, 0.5 * Math.exp(-across * 2.4 - up * 1.5))
    const veil = noise.fbm(x * 1.4 + 3, (y - horizon) * 6 + noise.at(x * 2, y * 4) * 0.8, 5)
    blend(out, mixed(light.horizon, light.sun, 0.3), step(0.48, 0.78, veil) * step(0.08, 0.4, up) * 0.5)
  })

  const haze = mixed(mixed(light.horizon, light.zenith, 0.18), light.sun, 0.12)
  yield* drawTerrain(field, {
    eye,
    horizon,
    far: 380,
    height: (x, z) => (baked(x, z) ? read(x, z) : height(x, z)),
    shade(x, z, distance, out) {
      const e = 0.25 + distance * 0.004
      let dx = (read(x + e, z) - read(x - e, z)) / (2 * e)
      const dz = (read(x, z + e) - read(x, z - e)) / (2 * e)
      const near = step(26, 2, distance)
      if (near > 0) {
        const bend = noise.fbm(x * 0.35, z * 0.35, 2) * 3.6
        dx += near * 0.085 * Math.cos(x * 6.5 + z * 4.2 + bend) * (0.35 + noise.at(x * 0.3, z * 0.3))
      }
      const long = Math.hypot(dx, dz, 1)
      const facing = Math.max((-dx * sunward.x - dz * -sunward.z + sunward.y) / long / 0.98, 0)
      const lit = facing * shadow(x, z)
      set(out, light.sand)
      scale(out, 0.86 + 0.28 * noise.fbm(x * 0.5, z * 0.5, 3) + 0.1 * (noise.at(x * 9, z * 9) - 0.5) * near)
      const sun = 2.5 * lit
      const open = 0.3 + 0.28 / long
      out[0] *= light.sun[0] * sun + light.shade[0] * open * 2
      out[1] *= light.sun[1] * sun + light.shade[1] * open * 2
      out[2] *= light.sun[2] * sun + light.shade[2] * open * 2.2
      blend(out, haze, 1 - Math.exp(-((distance * 0.0062) ** 1.3)))
    },
  })
}

const SIZE = 640
const REACH = 200

/** The near ground and its shadows as maps, read between their points; further away a dune is too small for either. */
function bake(height: (x: number, z: number) => number, sun: { x: number; y: number; z: number }) {
  const heights = new Float32Array(SIZE * SIZE)
  const unit = (REACH * 2) / SIZE
  for (let row = 0, i = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++, i++) heights[i] = height((column - SIZE / 2) * unit, row * unit)
  const light = new Float32Array(SIZE * SIZE)
  const read = reader(heights, unit)
  const long = Math.hypot(sun.x, sun.z)
  for (let row = 0, i = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++, i++) {
      const x = (column - SIZE / 2) * unit
      const z = row * unit
      let open = 1
      for (let t = 0.8; t < 34; t *= 1.22) {
        const over = heights[i]! + 0.06 + (sun.y / long) * t - read(x + (sun.x / long) * t, z - (sun.z / long) * t)
        open = Math.min(open, 0.5 + (over * 5) / t)
        if (open <= 0) break
      }
      light[i] = step(0, 1, clamp(open))
    }
  return {
    baked: (x: number, z: number) => Math.abs(x) < REACH - 1 && z < REACH * 2 - 1,
    read,
    shadow: reader(light, unit),
  }
}

function reader(map: Float32Array, unit: number) {
  return (x: number, z: number): number => {
    const px = Math.min(Math.max(x / unit + SIZE / 2, 0), SIZE - 1.001)
    const pz = Math.min(Math.max(z / unit, 0), SIZE - 1.001)
    const column = Math.floor(px)
    const row = Math.floor(pz)
    const fx = px - column
    const i = row * SIZE + column
    const near = map[i]! + (map[i + 1]! - map[i]!) * fx
    return near + (map[i + SIZE]! + (map[i + SIZE + 1]! - map[i + SIZE]!) * fx - near) * (pz - row)
  }
}
