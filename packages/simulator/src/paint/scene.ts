import type { Random } from '../random.ts'
import type { Field } from './field.ts'
import type { Noise } from './noise.ts'

export type Hour = 'dawn' | 'day' | 'dusk' | 'night'

/** What makes one picture of a scene differ from the next. */
export interface Look {
  /** Width divided by height. */
  readonly aspect: number
  readonly random: Random
  readonly noise: Noise
  /** As the prompt says, else drawn. */
  readonly hour: Hour
  /** Whether the prompt names one of these. */
  says(...words: readonly string[]): boolean
}

/** One kind of picture. It paints light into the field and pauses now and then, so that a server can breathe. */
export interface Scene {
  readonly words: readonly string[]
  /** Multiplies the light before it is printed. @default 1 */
  readonly exposure?: number
  /** How much the corners darken. @default 0.4 */
  readonly vignette?: number
  /** Strength of the grain, 0–1. @default 0.018 */
  readonly grain?: number
  paint(field: Field, look: Look): Iterable<void>
}

/** The words of a scene, English then Chinese, with blanks between. */
export const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '))
