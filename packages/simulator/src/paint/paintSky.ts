import { clamp, mixed, rgb, step, type Rgb } from './color.ts'
import type { Easel } from './easel.ts'

export function* paintSky(easel: Easel): Iterable<void> {
  const { brush, light, random, noise, bell, tint, aspect, horizon, dense, shift, hour } = easel
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
      easel,
      aspect * random.between(0.25, 0.75),
      horizon + random.between(0.1, 0.24),
      hour === 'night' ? rgb(0xf2efdc) : rgb(0xffe7b0),
      light.low,
    )
}

/** The sun or the moon, dabbed on in rings. */
function* orb({ brush, random }: Easel, x: number, y: number, face: Rgb, halo: Rgb): Iterable<void> {
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
