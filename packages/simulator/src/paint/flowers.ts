import type { Random } from '../random.ts'
import { createBrush, emboss } from './brush.ts'
import { clamp, mixed, rgb, step, type Rgb } from './color.ts'
import type { Field } from './field.ts'
import type { Hour, Look, Scene } from './scene.ts'

interface Light {
  top: Rgb
  low: Rgb
  cloud: Rgb
  under: Rgb
  hills: readonly [Rgb, Rgb, Rgb]
  grass: readonly [Rgb, Rgb, Rgb]
  tree: readonly [Rgb, Rgb]
}

const hues = <T extends readonly number[]>(...list: T) => list.map(rgb) as { [K in keyof T]: Rgb }

const LIGHTS: Record<Hour, Light> = {
  dawn: {
    top: rgb(0x8fb0cf),
    low: rgb(0xf9dcb8),
    cloud: rgb(0xffefdc),
    under: rgb(0xd3b2b4),
    hills: hues(0xa9b4c4, 0x8fa3a4, 0x7f9b78),
    grass: hues(0xd2c48e, 0x919c5c, 0x4a663c),
    tree: hues(0x3a5442, 0xb7a664),
  },
  day: {
    top: rgb(0x5b92c6),
    low: rgb(0xdfe9e6),
    cloud: rgb(0xfffaf0),
    under: rgb(0xbcc4d4),
    hills: hues(0x93aac0, 0x7a9d9a, 0x6b9560),
    grass: hues(0xc4c084, 0x82954e, 0x3f6136),
    tree: hues(0x2e5238, 0x8fa858),
  },
  dusk: {
    top: rgb(0x5d5596),
    low: rgb(0xfbb083),
    cloud: rgb(0xffcda2),
    under: rgb(0xa8718f),
    hills: hues(0x96708e, 0x765c78, 0x5c5c58),
    grass: hues(0xbd9260, 0x71703f, 0x38482f),
    tree: hues(0x2b3038, 0xb07650),
  },
  night: {
    top: rgb(0x0e1a3c),
    low: rgb(0x4d6790),
    cloud: rgb(0x7d93b8),
    under: rgb(0x33466c),
    hills: hues(0x33486c, 0x2a3d58, 0x22364a),
    grass: hues(0x40586a, 0x2b4656, 0x142838),
    tree: hues(0x0d1828, 0x3d5878),
  },
}

const BLOOMS: Readonly<Record<string, readonly [words: readonly string[], colors: readonly [number, ...number[]]]>> = {
  poppy: [
    ['poppy', 'poppies', '罂粟', 'red'],
    [0xd8321e, 0xe8532c, 0xc21f24, 0xf0733e],
  ],
  lavender: [
    ['lavender', 'purple', 'iris', '薰衣草', '紫'],
    [0x7a5cc0, 0x9a78d8, 0x5f46a8, 0xb59ae0],
  ],
  sunflower: [
    ['sunflower', 'yellow', 'daffodil', '向日葵', '油菜花', '黄'],
    [0xf4b81e, 0xf9cf4a, 0xe59a14, 0xffdf70],
  ],
  blossom: [
    ['rose', 'tulip', 'pink', 'blossom', 'cherry', 'sakura', '玫瑰', '郁金香', '樱', '粉'],
    [0xe86a92, 0xf494ae, 0xd44a78, 0xfbc3cf],
  ],
  daisy: [
    ['daisy', 'white', 'lily', '雏菊', '白', '百合'],
    [0xfaf4e4, 0xf3ead2, 0xffffff, 0xe9e2ee],
  ],
}

/** A field in flower under a wide sky, laid on with a brush. */
export const flowers: Scene = {
  words: [
    'flower',
    'poppy',
    'poppies',
    'field',
    'meadow',
    'garden',
    'lavender',
    'sunflower',
    'tulip',
    'rose',
    'spring',
    'painting',
    'impressionist',
    'blossom',
    'daisy',
    'grass',
    'farm',
    '花',
    '罂粟',
    '田野',
    '草地',
    '薰衣草',
    '向日葵',
    '樱',
    '春',
    '油画',
    '玫瑰',
    '花园',
    '麦田',
  ],
  vignette: 0.25,
  grain: 0.012,
  paint,
}

function* paint(field: Field, { aspect, random, noise, hour, says }: Look): Iterable<void> {
  const light = LIGHTS[hour]
  const brush = createBrush(field, random)
  const horizon = aspect > 1 ? random.between(0.54, 0.62) : random.between(0.6, 0.68)
  const dense = Math.max(aspect, 0.75)
  const shift = random.between(0, 90)
  const kinds = Object.values(BLOOMS)
  const [, named] = kinds.find(([words]) => says(...words)) ?? random.pick(kinds as [(typeof kinds)[number]])
  const blooms = named.map(rgb) as [Rgb, ...Rgb[]]
  const bell = () => (random() + random() + random() - 1.5) / 1.5
  const tint = (color: Rgb, amount: number): Rgb => mixed(color, [random(), random(), random()], amount)
  const dim = hour === 'night' ? 0.32 : hour === 'dusk' ? 0.82 : 1

  // Ground tones, so that nothing bare shows between the strokes.
  for (let row = 0, i = 0; row < field.height; row++) {
    const y = 1 - row / field.height
    const tone =
      y > horizon
        ? mixed(light.low, light.top, (y - horizon) / (1 - horizon))
        : mixed(light.grass[2], light.grass[1], (y / horizon) ** 2)
    for (let column = 0; column < field.width; column++, i += 3) field.rgb.set(tone, i)
  }

  for (let i = 0; i < 2300 * dense; i++) {
    const x = random.between(-0.04, 1.04) * aspect
    const up = random() ** 0.85
    const y = horizon - 0.02 + up * (1.03 - horizon)
    const flat = 1 / (up + 0.35)
    const bulk = noise.fbm(x * 1.5 * flat + shift, up * 5 * flat, 4)
    const cloud = step(0.49, 0.62, bulk) * step(0.02, 0.25, up)
    const lower = noise.fbm(x * 1.5 * flat + shift, (up - 0.05) * 5 * flat, 3)
    let color = mixed(light.low, light.top, up ** 0.8)
    color = mixed(color, mixed(light.under, light.cloud, clamp(0.55 + (bulk - lower) * 7)), cloud * 0.92)
    brush({
      x,
      y,
      length: random.between(0.03, 0.085),
      width: random.between(0.009, 0.022),
      turn: bell() * 0.4 - 0.1 + (bulk - 0.5) * 2,
      bow: bell() * 0.12,
      color: tint(color, 0.035),
      rough: 0.09,
    })
    if (i % 150 === 0) yield
  }
  if (hour !== 'day')
    yield* orb(
      brush,
      aspect * random.between(0.25, 0.75),
      horizon + random.between(0.1, 0.24),
      hour === 'night' ? rgb(0xf2efdc) : rgb(0xffe7b0),
      light.low,
      random,
    )

  for (const [k, hill] of light.hills.entries()) {
    for (let i = 0; i < 420 * dense; i++) {
      const x = random.between(-0.03, 1.03) * aspect
      const crest =
        horizon + (0.105 - 0.04 * k) * (0.25 + 1.5 * noise.line(x * 1.5 + k * 31 + shift) * noise.line(x * 4 + shift))
      const y = horizon - 0.022 + random() * (crest - horizon + 0.022)
      const slope = (noise.line((x + 0.03) * 1.5 + k * 31 + shift) - noise.line(x * 1.5 + k * 31 + shift)) * 3
      brush({
        x,
        y,
        length: random.between(0.02, 0.055),
        width: random.between(0.005, 0.011),
        turn: slope + bell() * 0.15,
        color: tint(mixed(hill, light.low, random() * 0.25), 0.03),
        rough: 0.14,
      })
    }
    yield
  }
  yield* trees()

  const count = 5200 * dense
  for (let i = 0; i < count; i++) {
    const depth = clamp((i / count) ** 1.5 * 1.03 + bell() * 0.012)
    const x = random.between(-0.03, 1.03) * aspect
    const y = horizon * (1 - depth)
    const patch = noise.fbm(x * (6 - 3 * depth) + shift, depth * 7, 3)
    let color = mixed(light.grass[0], light.grass[1], step(0, 0.4, depth))
    color = mixed(color, light.grass[2], step(0.15, 1, depth) * 0.8)
    color = mixed(color, light.grass[0], step(0.52, 0.75, patch) * 0.55)
    if (random() < 0.22) color = mixed(color, light.tree[0], 0.2 + 0.5 * depth)
    const upright = step(0.04, 0.2, depth)
    brush({
      x,
      y: y + 0.012 * depth,
      length: (0.011 + 0.062 * depth) * random.between(0.7, 1.3),
      width: 0.003 + 0.0055 * depth,
      turn: upright * (1.45 + bell() * (0.25 + 0.35 * depth) + (patch - 0.5) * 1.4) + (1 - upright) * bell() * 0.12,
      bow: bell() * 0.16,
      color: tint(color, 0.03),
      rough: 0.2,
    })
    if (i % 200 === 0) yield
  }

  const heads = Array.from({ length: Math.round(2600 * dense) }, () => ({
    x: random.between(-0.02, 1.02) * aspect,
    depth: random() ** 1.15,
  }))
    .filter(
      ({ x, depth }) =>
        noise.fbm(x * 3.2 + shift, depth * 3, 3) > 0.47 &&
        Math.abs(x / aspect - 0.58 + 0.24 * depth - 0.05 * Math.sin(depth * 6)) > 0.012 + 0.055 * depth,
    )
    .toSorted((a, b) => a.depth - b.depth)
  for (const [i, { x, depth }] of heads.entries()) {
    bloom(
      x,
      horizon * (1 - depth * 0.98) - 0.004,
      (0.0022 + 0.021 * depth ** 1.25) * random.between(0.7, 1.3),
      depth,
      random.pick(blooms),
    )
    if (i % 100 === 0) yield
  }
  emboss(field, 1.1)

  function bloom(x: number, y: number, r: number, depth: number, hue: Rgb): void {
    const color = mixed(hue, light.low, (1 - depth) * 0.14).map((v) => v * dim) as Rgb
    if (depth < 0.2)
      return brush({ x, y, length: r * 2.6, width: r * 1.5, turn: bell() * 0.3, color: tint(color, 0.05) })
    if (depth > 0.28)
      brush({
        x: x + bell() * r * 0.4,
        y: y - r * 1.7,
        length: r * 3.2,
        width: 0.0016 + 0.002 * depth,
        turn: 1.57 + bell() * 0.16,
        bow: bell() * 0.1,
        color: mixed(light.grass[1], light.grass[2], 0.6),
        alpha: 0.85,
      })
    const petals = 5 + Math.floor(random() * 3)
    const phase = random() * 6.28
    for (let k = 0; k < petals; k++) {
      const a = phase + (k / petals) * Math.PI * 2
      const lit = clamp(0.5 + 0.5 * Math.sin(a) + bell() * 0.2)
      const shade = mixed(
        mixed(color, [color[0] * 0.26, color[1] * 0.1, color[2] * 0.16], 0.9 * (1 - lit)),
        [1 * dim, 0.92 * dim, 0.8 * dim],
        0.1 * lit * random(),
      )
      brush({
        x: x + Math.cos(a) * r * 0.62,
        y: y + Math.sin(a) * r * 0.46,
        length: r * 1.35,
        width: r * 0.95,
        turn: a + 1.57 + bell() * 0.4,
        bow: 0.16,
        color: tint(shade, 0.015),
        rough: 0.2,
      })
    }
    if (depth > 0.3)
      brush({
        x,
        y: y - r * 0.08,
        length: r * 0.55,
        width: r * 0.4,
        turn: bell(),
        color: mixed(rgb(0x2a1220), rgb(0x6a4a14), random()).map((v) => v * dim) as Rgb,
      })
  }

  function* trees(): Iterable<void> {
    const side = random() < 0.5
    for (let t = 0; t < 8; t++) {
      const tall = t < 5
      const at = aspect * (tall ? 0.06 + 0.036 * t + random() * 0.012 : 0.74 + 0.06 * (t - 5) + random() * 0.03)
      const height = tall ? 0.2 - 0.018 * t + random() * 0.03 : random.between(0.07, 0.11)
      for (let i = 0; i < 190; i++) {
        const f = random()
        const wide = (tall ? 0.017 : 0.05) * Math.sin(Math.PI * Math.min(f * 0.88 + 0.1, 1))
        const off = bell()
        const x = at + off * wide
        const lit = clamp(0.25 + off * (side ? 0.5 : -0.5) + 0.2 * f)
        brush({
          x: side ? x : aspect - x,
          y: horizon - 0.008 + height * f,
          length: random.between(0.01, 0.02),
          width: random.between(0.004, 0.008),
          turn: (tall ? 1.4 : 0.7) + bell() * 0.6,
          color: tint(mixed(light.tree[0], light.tree[1], lit * random()), 0.02),
          rough: 0.2,
        })
      }
      yield
    }
  }
}

function* orb(
  brush: ReturnType<typeof createBrush>,
  x: number,
  y: number,
  face: Rgb,
  halo: Rgb,
  random: Random,
): Iterable<void> {
  for (let r = 0.062; r > 0; r -= 0.004)
    for (let i = 0; i < 16; i++) {
      const a = random() * 6.28
      const glow = mixed(face, halo, step(0.03, 0.062, r))
      brush({
        x: x + Math.cos(a) * r,
        y: y + Math.sin(a) * r,
        length: 0.022,
        width: 0.009,
        turn: a + 1.57,
        color: glow.map((v) => v * 1.25) as Rgb,
        alpha: r > 0.036 ? 0.22 : 0.8,
        rough: 0.08,
      })
    }
  yield
}
