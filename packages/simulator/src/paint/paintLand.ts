import { clamp, mixed, step } from './color.ts'
import type { Easel } from './easel.ts'

/** Hills, a row of trees, and the grass from far to near. */
export function* paintLand(easel: Easel): Iterable<void> {
  const { brush, light, random, noise, bell, tint, aspect, horizon, dense, shift } = easel
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
  yield* trees(easel)

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
}

function* trees({ brush, light, random, bell, tint, aspect, horizon }: Easel): Iterable<void> {
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
