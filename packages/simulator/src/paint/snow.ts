import type { Rgb } from './color.ts'
import { blend, clamp, glow, mixed, rgb, scale, set, step } from './color.ts'
import type { Field } from './field.ts'
import { shadeAll } from './field.ts'
import { drawFox } from './fox.ts'
import { fallSnow } from './snowfall.ts'
import { words, type Hour, type Look, type Scene } from './scene.ts'

const DEPTHS = 7

interface Light {
  air: Rgb
  sun: Rgb
  bark: Rgb
  snow: Rgb
  shade: Rgb
}

const LIGHTS: Record<Hour, Light> = {
  dawn: { air: rgb(0xe9d5c8), sun: rgb(0xffcf9e), bark: rgb(0x2c2a33), snow: rgb(0xf3ece6), shade: rgb(0x93a0bf) },
  day: { air: rgb(0xd3dfe6), sun: rgb(0xfff4dc), bark: rgb(0x27302f), snow: rgb(0xf4f8fa), shade: rgb(0x9fb4cc) },
  dusk: { air: rgb(0xcf9aa0), sun: rgb(0xff9f6a), bark: rgb(0x221a2c), snow: rgb(0xecd5d6), shade: rgb(0x72699c) },
  night: { air: rgb(0x2b4467), sun: rgb(0xbcd4f2), bark: rgb(0x070d18), snow: rgb(0x9db6d6), shade: rgb(0x27406a) },
}

/** A winter wood in soft light, trunks fading into the air, snow coming down, and a fox. */
export const snow: Scene = {
  words: words(
    'snow fox winter forest wood tree ice animal dog cat wolf bear christmas',
    '雪 狐 冬 森林 树 林 动物 狗 猫 狼 熊 圣诞',
  ),
  vignette: 0.42,
  paint,
}

function* paint(field: Field, { aspect, random, noise, hour }: Look): Iterable<void> {
  const light = LIGHTS[hour]
  const shift = random.between(0, 90)
  const ground = random.between(0.3, 0.38)
  const sunX = aspect * random.between(0.25, 0.75)
  const side = random() < 0.5 ? 1 : -1
  const birch = random() < 0.5
  const clearing = aspect * (0.5 + side * random.between(0.06, 0.16))
  const trunks = Array.from({ length: DEPTHS }, (_, i) => {
    const depth = (i + 0.6) / DEPTHS
    return Array.from({ length: Math.round((15 - i * 1.7) * Math.max(aspect, 0.7)) }, () => {
      let x = random.between(-0.05, 1.05) * aspect
      // The nearer ones leave a clearing for what lives here.
      const room = 0.3 * depth * depth
      if (Math.abs(x - clearing) < room) x = clearing + Math.sign(x - clearing) * (room + random() * 0.12)
      return {
        x,
        half: (0.0035 + 0.026 * depth * depth) * random.between(0.65, 1.3),
        lean: random.between(-0.035, 0.035),
        seed: random.between(0, 500),
      }
    })
  })
  const floor = (depth: number, x: number): number =>
    ground * (1 - 0.86 * depth ** 1.5) +
    0.05 * (noise.line(x * (2.2 - depth) + depth * 37 + shift) - 0.5) * (0.4 + depth)

  // Which trunks and boughs can reach each strip of eight columns.
  const near = trunks.map((layer) =>
    Array.from({ length: (field.width >> 3) + 1 }, (_, strip) =>
      layer.filter(({ x, half }) => Math.abs((strip * 8 + 4) / field.height - x) < half * 10 + 0.03 + 4 / field.height),
    ),
  )
  const column = (x: number): number => Math.min(Math.floor(x * field.height), field.width - 1)
  const floors = trunks.map((_, i) =>
    Float64Array.from({ length: field.width }, (_none, at) => floor((i + 0.6) / DEPTHS, at / field.height)),
  )

  yield* shadeAll(field, (x, y, out) => {
    const distance = Math.hypot(x - sunX, (y - 0.78) * 1.2)
    set(out, light.air)
    scale(out, 0.86 + 0.2 * noise.fbm(x * 1.5 + shift, y * 1.2, 3))
    glow(out, light.sun, 0.5 * Math.exp(-distance * 2.6))
    const air = mixed(light.air, light.sun, 0.45 * Math.exp(-distance * 1.9))
    let first = DEPTHS - 1
    while (first > 0 && floors[first]![column(x)]! - y < 2 / field.height) first--
    for (let i = first; i < DEPTHS; i++) {
      const depth = (i + 0.6) / DEPTHS
      const veil = (1 - depth) ** 1.25 * 0.9
      const hidden = floors[i]![column(x)]! - y > 2 / field.height
      for (const trunk of hidden ? [] : near[i]![column(x) >> 3]!) {
        const away = x - trunk.x - trunk.lean * (y - ground)
        const half = trunk.half * (1.12 - 0.3 * y)
        if (Math.abs(away) > half * 9) continue
        boughs(x, y, away, half, trunk.seed, depth, veil, air, out)
        if (Math.abs(away) > half * 1.2) continue
        const round = away / half
        const bark = mixed(light.bark, light.shade, birch ? 0.5 : 0.06)
        const rough = noise.fbm(round * 1.5 + trunk.seed, (y * (birch ? 26 : 9)) / (0.3 + depth), 4)
        const dark = birch ? step(0.6, 0.68, noise.fbm(round * 0.9 + trunk.seed, y * 30 * (1.2 - depth * 0.7), 3)) : 0
        const lit = clamp(0.5 + round * 0.5 * Math.sign(sunX - trunk.x))
        const tone: Rgb = mixed(
          mixed(bark, light.snow, birch ? 0.25 + 0.5 * lit : 0.08 * lit + 0.16 * step(0.55, 0.75, rough)),
          light.bark,
          dark * 0.85,
        )
        scale(tone, 0.7 + 0.5 * rough)
        glow(tone, light.sun, 0.3 * step(0.7, 1, lit) * Math.exp(-distance * 2))
        const plastered = step(0.55, 0.85, round * side + 0.35 * (rough - 0.5) * 4) * 0.75
        blend(tone, light.snow, plastered)
        blend(tone, air, veil)
        blend(out, tone, step(half + 0.7 / field.height, half - 0.7 / field.height, Math.abs(away)))
      }
      const top = floors[i]![column(x)]!
      const cover = clamp((top - y) * field.height * 0.7 + 0.5)
      if (cover <= 0) continue
      const below = top - y
      const drift = noise.fbm(x * (3 - depth) + shift, y * (12 - 6 * depth) + i * 9, 4)
      const tone = mixed(light.snow, light.shade, clamp(0.18 + 0.55 * step(0, 0.16, below) + (drift - 0.5) * 0.9))
      glow(tone, light.sun, 0.16 * Math.exp(-below * 30) * Math.exp(-Math.abs(x - sunX) * 2))
      // The trunks' long shadows, towards the one who looks.
      const slant = x + (x - sunX) * below * 0.9
      blend(
        tone,
        mixed(light.shade, light.bark, 0.1),
        0.5 *
          step(0.52, 0.66, noise.at(slant * 9 + shift + i * 7, below * 1.5)) *
          depth *
          step(0, 0.02, below) *
          step(0.3, 0.05, below),
      )
      scale(tone, 0.96 + 0.08 * noise.at(x * 210, y * 210))
      blend(tone, air, veil * 0.85)
      blend(out, tone, cover)
    }
  })

  function boughs(
    x: number,
    y: number,
    away: number,
    half: number,
    seed: number,
    depth: number,
    veil: number,
    air: Rgb,
    out: Rgb,
  ): void {
    if (y < ground + 0.12 || half < 0.004) return
    const reach = half * (2 + 7 * noise.line(seed + y * 4))
    const rise = Math.abs(away) * 0.55 * Math.sign(noise.line(seed) - 0.25)
    const thin = Math.abs(
      noise.line((y - rise) * 11 + seed + Math.sign(away) * 3.3) -
        0.5 +
        0.12 * (noise.at(away * 60, y * 14 + seed) - 0.5),
    )
    const width = (0.045 + 0.03 * depth) * (1 - Math.abs(away) / reach)
    if (width <= 0 || thin > width) return
    const tone = mixed(light.bark, light.snow, step(0.3, 0.6, noise.at(x * 90, y * 60)) * 0.5)
    blend(tone, air, veil)
    blend(out, tone, step(width, width * 0.4, thin) * 0.85)
  }

  yield* drawFox(field, {
    x: clearing,
    y: floor(0.78, clearing) - 0.035,
    tall: random.between(0.17, 0.21),
    facing: -side as 1 | -1,
    light: light.sun,
    shade: light.shade,
    dim: hour === 'night' ? 0.42 : 1,
    noise,
  })

  fallSnow(field, random, light.snow)
}
