import { isLimnError } from '@limn/core'
import { NoAnswer } from './createLine.ts'
import { POINTS } from './points.ts'
import { NotTried, fault, type Finding, type Point } from './point.ts'
import type { Visit } from './visit.ts'

/** A point and what trying it came to. */
export interface Result {
  readonly point: Point
  readonly finding: Finding
}

/** The points that are about this kind of proxy, and about what it offers; only the first where nothing answers. */
export const pointsFor = ({ capabilities, silent }: Visit): readonly Point[] =>
  POINTS.filter(({ of }, place) => {
    if (silent) return place === 0
    if (of === undefined) return true
    if (of === 'plain' || of === 'limn') return (of === 'limn') === (capabilities !== undefined)
    return capabilities?.features[of] === true
  })

/** Tries one point after the other. Each stands by itself: one that breaks is its own fault. */
export async function* checkPoints(visit: Visit): AsyncGenerator<Result> {
  for (const point of pointsFor(visit)) yield { point, finding: await attempt(point, visit) }
}

async function attempt(point: Point, visit: Visit): Promise<Finding> {
  try {
    return await point.attempt(visit)
  } catch (error) {
    if (error instanceof NotTried) return { verdict: 'not tried', seen: error.message }
    // A LimnError is the reader's: what came cannot be read.
    if (error instanceof NoAnswer || isLimnError(error)) return fault(error.message)
    throw error
  }
}
