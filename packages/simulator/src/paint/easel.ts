import type { Random } from '../random.ts'
import { createBrush } from './brush.ts'
import { mixed, type Rgb } from './color.ts'
import type { Field } from './field.ts'
import { FIELD_LIGHTS, type FieldLight } from './fieldLight.ts'
import type { Noise } from './noise.ts'
import type { Hour, Look } from './scene.ts'

/** All that the layers of one painted field share. */
export interface Easel {
  readonly brush: ReturnType<typeof createBrush>
  readonly light: FieldLight
  readonly random: Random
  readonly noise: Noise
  readonly hour: Hour
  readonly aspect: number
  readonly horizon: number
  /** Strokes are counted for a square; a wide picture takes more. */
  readonly dense: number
  readonly shift: number
  /** From -1 to 1, mostly near 0. */
  bell(): number
  /** The colour, a little off: no two strokes are the same. */
  tint(color: Rgb, amount: number): Rgb
}

export function createEasel(field: Field, { aspect, random, noise, hour }: Look): Easel {
  return {
    brush: createBrush(field, random),
    light: FIELD_LIGHTS[hour],
    random,
    noise,
    hour,
    aspect,
    horizon: aspect > 1 ? random.between(0.54, 0.62) : random.between(0.6, 0.68),
    dense: Math.max(aspect, 0.75),
    shift: random.between(0, 90),
    bell: () => (random() + random() + random() - 1.5) / 1.5,
    tint: (color, amount) => mixed(color, [random(), random(), random()], amount),
  }
}
