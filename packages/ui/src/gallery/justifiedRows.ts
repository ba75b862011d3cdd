import type { Generation } from '@limn/core'
import type { CSSProperties } from 'react'
import { ratioOf } from '../size-picker/shapes.ts'
import type { Layout, Row } from './Layout.ts'

/**
 * Lines of about one height, each filled to its end: an entry is as wide as its pictures side by side. A full line is at
 * most `height` px high. Greedy, one pass; from the pivot on lines fill downwards, before it upwards, so whoever comes at
 * either end moves nobody else from their line, and what is not full yet stands at the ends.
 */
export const justifiedRows =
  (height: number): Layout =>
  (generations, width, pivot) => {
    const fit = width / height
    const above = fill(generations.slice(0, pivot).toReversed(), fit, (items) => items.toReversed())
    return [...above.toReversed(), ...fill(generations.slice(pivot), fit, (items) => items)]
  }

function fill(generations: readonly Generation[], fit: number, order: (row: Generation[]) => Generation[]): Row[] {
  const rows: Row[] = []
  const last = generations.at(-1)
  let open: Generation[] = []
  let ratio = 0
  for (const generation of generations) {
    open.push(generation)
    ratio += stripRatio(generation)
    if (ratio < fit && generation !== last) continue
    rows.push(justified(order(open), ratio, fit))
    open = []
    ratio = 0
  }
  return rows
}

const shapes = /* @__PURE__ */ new Map<string, number>()

/** Width by height of a generation's pictures side by side, all that were asked for. */
function stripRatio({ request: { size, n } }: Generation): number {
  let shape = shapes.get(size)
  if (shape === undefined) shapes.set(size, (shape = ratioOf(size) ?? 1))
  return shape * n
}

// A line that is not full keeps its rest free.
const justified = (items: readonly Generation[], ratio: number, fit: number): Row => ({
  items,
  styleOf: (generation) =>
    ({
      '--limn-share': stripRatio(generation) / Math.max(ratio, fit),
      '--limn-gaps': items.length - 1,
      '--limn-free': generation === items.at(-1) ? Math.max(0, 1 - ratio / fit) : 0,
    }) as CSSProperties,
})
