import type { Generation } from '@limn/core'
import type { CSSProperties } from 'react'

/** Generations that share a line. */
export interface Row {
  readonly items: readonly Generation[]
  /** Their share of the line. @default all of it */
  readonly styleOf?: ((generation: Generation) => CSSProperties) | undefined
}

/**
 * Who shares a line with whom, in the order of `generations`. `width`: of the gallery, px. `pivot`: where the first one
 * stands that was there when this page began; what came since stands before it.
 */
export type Layout = (generations: readonly Generation[], width: number, pivot: number) => readonly Row[]

/** A line for each. */
export const oneByOne: Layout = (generations) => generations.map((generation) => ({ items: [generation] }))
