import { clamp, mixed, rgb, type Rgb } from './color.ts'
import type { Easel } from './easel.ts'
import type { Hour } from './scene.ts'

const DIM: Record<Hour, number> = { dawn: 1, day: 1, dusk: 0.82, night: 0.32 }

/** Flowers in drifts, a path left between them, the far ones dots and the near ones petal by petal. */
export function* paintBlooms(easel: Easel, colors: readonly [Rgb, ...Rgb[]]): Iterable<void> {
  const { random, noise, aspect, horizon, dense, shift } = easel
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
      easel,
      x,
      horizon * (1 - depth * 0.98) - 0.004,
      (0.0022 + 0.021 * depth ** 1.25) * random.between(0.7, 1.3),
      depth,
      random.pick(colors),
    )
    if (i % 100 === 0) yield
  }
}

function bloom(easel: Easel, x: number, y: number, r: number, depth: number, hue: Rgb): void {
  const { hour, brush, light, random, bell, tint } = easel
  const dim = DIM[hour]
  const color = mixed(hue, light.low, (1 - depth) * 0.14).map((v) => v * dim) as Rgb
  if (depth < 0.2) return brush({ x, y, length: r * 2.6, width: r * 1.5, turn: bell() * 0.3, color: tint(color, 0.05) })
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
