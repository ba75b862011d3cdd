import type { Rgb } from './color.ts'
import { blend, clamp, glow, mixed, rgb, scale, set, step } from './color.ts'
import type { Field } from './field.ts'
import { createField, sample, shadeAll } from './field.ts'
import { words, type Hour, type Look, type Scene } from './scene.ts'
import { stars } from './stars.ts'

interface Light {
  zenith: Rgb
  horizon: Rgb
  sun: Rgb
  cloud: Rgb
  deep: Rgb
  body: Rgb
}

const LIGHTS: Record<Hour, Light> = {
  dawn: {
    zenith: rgb(0x7c9fc4),
    horizon: rgb(0xf9cfa6),
    sun: rgb(0xffc27e),
    cloud: rgb(0xb79fae),
    deep: rgb(0x16384f),
    body: rgb(0x2f6f7c),
  },
  day: {
    zenith: rgb(0x3d7fb8),
    horizon: rgb(0xcfe2e6),
    sun: rgb(0xfff3d6),
    cloud: rgb(0xf6f4ee),
    deep: rgb(0x0b3a5c),
    body: rgb(0x1f8a99),
  },
  dusk: {
    zenith: rgb(0x3c3a74),
    horizon: rgb(0xf7935f),
    sun: rgb(0xff8442),
    cloud: rgb(0x6c4a72),
    deep: rgb(0x120f2c),
    body: rgb(0x3a3f68),
  },
  night: {
    zenith: rgb(0x070d24),
    horizon: rgb(0x35507a),
    sun: rgb(0xc6daf4),
    cloud: rgb(0x2b3b58),
    deep: rgb(0x030817),
    body: rgb(0x10294a),
  },
}

/** Open water under a low sun or the moon, its path of light, and one sail. */
export const sea: Scene = {
  words: words(
    'sea ocean wave beach boat ship sail lighthouse harbor island water surf whale',
    '海 浪 船 帆 岛 灯塔 沙滩 鲸',
  ),
  vignette: 0.45,
  paint,
}

function* paint(field: Field, { aspect, random, noise, hour }: Look): Iterable<void> {
  const light = LIGHTS[hour]
  const horizon = random.between(0.36, 0.46)
  const sunX = aspect * random.between(0.3, 0.7)
  const sunY = horizon + random.between(0.07, hour === 'day' ? 0.34 : 0.2)
  const radius = hour === 'night' ? 0.028 : 0.042
  const shift = random.between(0, 90)
  const night = hour === 'night' ? stars(field, random) : undefined
  const boat = {
    x: sunX + (random() < 0.5 ? -1 : 1) * aspect * random.between(0.1, 0.2),
    size: random.between(0.05, 0.085),
  }

  // The sky is painted once, then read again wherever the water mirrors it.
  const sky = createField(field.width, field.height)
  yield* shadeAll(sky, (x, y, out) => {
    const up = (y - horizon) / (1 - horizon)
    const distance = Math.hypot(x - sunX, y - sunY)
    set(out, mixed(light.horizon, light.zenith, step(-0.1, 1.05, up)))
    glow(out, light.sun, 0.45 * Math.exp(-distance * 3.2) + 0.5 * Math.exp(-distance * 11))
    const flat = 1 / (Math.max(up, 0) + 0.16)
    const cx = (x - aspect / 2) * flat * 0.75 + shift
    const cy = flat * 1.9
    const bulk = noise.fbm(cx + noise.at(cx * 1.7, cy * 1.7) * 0.5, cy, 6)
    const cover = step(0.5, 0.68, bulk) * step(-0.02, 0.14, up)
    const toward = noise.fbm(cx + (sunX - x) * 0.22 * flat, cy + 0.1, 4)
    const rim = clamp((bulk - toward) * 4 + 0.4)
    blend(
      out,
      mixed(light.cloud, mixed(light.horizon, light.sun, 0.55), rim * (0.45 + 0.55 * Math.exp(-distance * 1.6))),
      cover * 0.85,
    )
    if (night && y > horizon) {
      const at = Math.floor((1 - y) * field.height) * field.width + Math.floor(x * field.height)
      glow(out, [0.85, 0.92, 1], night[at]! * (1 - cover) * step(0, 0.4, up))
    }
    const disc = step(radius + 0.002, radius - 0.002, distance) * (1 - cover * 0.55)
    if (disc > 0) blend(out, mixed([2.6, 2.5, 2.3], light.sun, 0.3), disc)
  })

  const mirrored: Rgb = [0, 0, 0]
  yield* shadeAll(field, (x, y, out) => {
    if (y >= horizon) {
      sample(sky, x, y, out)
      const haze = Math.exp(-(y - horizon) * 26) * 0.5
      blend(out, mixed(light.horizon, light.sun, 0.25 * Math.exp(-Math.abs(x - sunX) * 3)), haze)
      return
    }
    const below = horizon - y
    const far = 1 / (below + 0.012)
    const wx = (x - aspect / 2) * far * 0.8 + shift
    const wz = far * 1.9
    const big = noise.fbm(wx * 0.55 + noise.at(wx * 0.3, wz * 0.4), wz * 0.8, 4) - 0.5
    const small = noise.fbm(wx * 2.6, wz * 3.4 + big * 2, 4) - 0.5
    const ahead = noise.fbm(wx * 0.55 + noise.at(wx * 0.3, (wz + 0.3) * 0.4), (wz + 0.3) * 0.8, 4) - 0.5
    const tilt = (big - ahead) * 2.2 + small * 0.62
    const rough = 0.35 + 0.65 * step(0, 0.3, below)
    const look = clamp(0.05 + below * 0.62 + tilt * 0.55 * rough)
    sample(sky, x + small * 0.24 * rough, horizon + 0.004 + look * 0.62, mirrored)
    const graze = clamp(0.1 + 0.8 * Math.exp(-below * 4.4) + tilt * 0.5)
    set(out, mixed(light.deep, light.body, clamp(0.3 + big * 1.6 + tilt * 0.8)))
    blend(out, mirrored, clamp(graze))
    // Each facet that leans just so throws the sun at the eye.
    const path = Math.abs(x - sunX) / (0.035 + below * 0.34)
    const facet = step(0.52, 0.72, noise.fbm(wx * 5.5 + small * 3, wz * 6.5, 3) + tilt * 0.42)
    glow(
      out,
      light.sun,
      facet * Math.exp(-path * path * 0.9) * (hour === 'day' ? 1.5 : 2.5) * (0.35 + 0.65 * Math.exp(-below * 2)),
    )
    glow(out, light.sun, 0.14 * Math.exp(-path * path * 0.5))
    const foam = step(0.63, 0.78, noise.fbm(wx * 3.1 + 9, wz * 2.2 + big * 5, 5) + big * 0.5) * step(0.03, 0.25, below)
    blend(out, mixed(light.horizon, [1, 1, 1], 0.3), foam * 0.42)
    scale(out, 1 - 0.3 * step(0.1, 0.46, below))
    blend(out, mixed(light.horizon, light.sun, 0.2), Math.exp(-below * 60) * 0.55)
  })

  const hull = mixed(light.deep, [0, 0, 0], 0.4)
  const cloth = mixed(mixed(light.horizon, light.sun, 0.4), [1, 1, 1], 0.25)
  const soft = 1.2 / field.height / boat.size
  yield* shadeAll(field, (x, y, out) => {
    const bx = (x - boat.x) / boat.size
    const by = (y - horizon + 0.012) / boat.size
    if (Math.abs(bx) > 1 || by > 1.6 || by < -1.2) return
    if (by < -0.02) {
      const wave = (noise.at(bx * 5, by * 26) - 0.5) * (0.1 - by * 0.25)
      const shade = sails(bx + wave, -by * 1.1, soft * 3)
      blend(out, mixed(light.deep, cloth, 0.18), shade * 0.5 * step(-1.2, -0.1, by))
      return
    }
    const shade = sails(bx, by, soft)
    blend(out, mixed(cloth, hull, step(-0.05, 0.5, bx * (boat.x < sunX ? -1 : 1) + 0.25) * 0.55), shade)
    const width = 0.42 - 0.9 * Math.max(0.14 - by, 0)
    blend(out, hull, step(width + soft, width - soft, Math.abs(bx + 0.03)) * step(0.15 + soft, 0.15 - soft, by))
    blend(out, hull, step(0.012 + soft, 0.012 - soft, Math.abs(bx)) * step(1.42, 1.4, by) * 0.9)
  })
}

/** How much of a point a mainsail and a jib cover, the mast at 0. */
function sails(x: number, y: number, soft: number): number {
  const up = clamp((y - 0.2) / 1.16)
  const main = 0.46 * (1 - up) + 0.09 * Math.sin(up * Math.PI)
  const jib = 0.4 * (1 - up * 1.16) + 0.05 * Math.sin(up * Math.PI)
  const inside = x > 0 ? main - x : x + jib - 0.02
  const clear = Math.abs(x) - 0.018
  return step(-soft, soft, inside) * step(-soft, soft, clear) * step(0.2 - soft, 0.2 + soft, y) * step(1.37, 1.35, y)
}
