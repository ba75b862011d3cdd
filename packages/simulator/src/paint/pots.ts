import type { Random } from '../random.ts'
import { clamp, mixed, rgb, step, type Rgb } from './color.ts'

/** Radius at height t (0 foot, 1 rim), of 1; the outlines a potter would throw. */
const FORMS: Readonly<Record<string, (t: number) => number>> = {
  bottle: (t) =>
    0.3 * step(-0.07, 0.03, t) * (t < 0.55 ? 1 - 0.05 * (1 - t) : 1 - 0.68 * step(0.55, 0.78, t)) +
    0.015 * step(0.95, 0.97, t),
  vase: (t) =>
    0.2 + 0.26 * Math.sin(Math.PI * clamp(t * 1.06) ** 0.8) - 0.06 * step(0.75, 0.92, t) + 0.06 * step(0.93, 1, t),
  jar: (t) => 0.5 * step(-0.14, 0.08, t) - 0.12 * step(0.72, 0.86, t) + 0.03 * step(0.94, 0.97, t),
  bowl: (t) => 0.24 + 0.62 * clamp(t) ** 0.55 - 0.04 * step(0.1, 0, t),
  cup: (t) => 0.44 + 0.06 * t - 0.05 * step(0.08, 0, t),
  pear: (t) => 0.46 * Math.sin(Math.PI * clamp(0.06 + t * 0.93) ** 0.72) * (1 - 0.42 * step(0.45, 0.95, t)),
}

export interface Vessel {
  readonly x: number
  /** Where it stands: lower is nearer. */
  readonly foot: number
  readonly tall: number
  readonly wide: number
  readonly form: (t: number) => number
  readonly open: boolean
  readonly glaze: Rgb
  readonly dip: Rgb
  readonly gloss: number
  readonly seed: number
}

/** Three to five things, the tall ones behind, gathered about the middle with a gap left to breathe. */
export function arrange(
  random: Random,
  aspect: number,
  edge: number,
  glazes: readonly [Rgb, ...Rgb[]],
): readonly Vessel[] {
  const sets = [
    ['bottle', 'jar', 'bowl'],
    ['vase', 'cup', 'pear', 'bottle'],
    ['bowl', 'bottle', 'pear'],
    ['jar', 'vase', 'cup', 'bottle', 'pear'],
  ] as const
  const tall = { bottle: 0.46, vase: 0.36, jar: 0.27, bowl: 0.15, cup: 0.13, pear: 0.14 }
  const wide = { bottle: 0.21, vase: 0.24, jar: 0.22, bowl: 0.21, cup: 0.12, pear: 0.12 }
  const names = random.pick<readonly (keyof typeof tall)[]>(sets)
  const size = Math.min(aspect * 1.15, 1.05)
  const room = Math.min(aspect * 0.62, 0.85)
  const order = names
    .map((name) => ({ name, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ name }) => name)
  return order
    .map((name, i): Vessel => {
      const k = random.between(0.9, 1.12) * size
      const glaze = glazes[(i + Math.floor(random() * 2)) % glazes.length]!
      return {
        x: aspect / 2 + ((i + 0.5) / order.length - 0.5) * room + random.between(-0.02, 0.02),
        foot: edge - (tall[name] > 0.25 ? random.between(0.06, 0.11) : random.between(0.13, 0.2)),
        tall: tall[name] * k,
        wide: wide[name] * k,
        form: FORMS[name]!,
        open: name === 'bowl' || name === 'cup' || name === 'vase' || name === 'jar',
        glaze: name === 'pear' ? rgb(0xb8a04a) : glaze,
        dip: name === 'pear' ? rgb(0xb87a3a) : mixed(glaze, random.pick(glazes), random() < 0.5 ? 0.75 : 0.08),
        gloss: name === 'pear' ? 0.15 : random.between(0.25, 1),
        seed: random.between(0, 400),
      }
    })
    .toSorted((a, b) => b.foot - a.foot)
}
