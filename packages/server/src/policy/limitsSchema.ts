import { FORMATS } from '@limn/core'
import * as z from 'zod'
import type { Limits } from './limits.ts'

const words = z.array(z.string()).readonly().optional()
const count = (min: number) => z.int().min(min)
const credits = z.strictObject({ credits: z.number(), per: z.enum(['day', 'month', 'total']) })

/** Limits as an app may give them. A name that is none is refused: misspelt, it would limit nothing. */
export const limitsSchema: z.ZodType<Limits> = z.strictObject({
  models: words,
  sizes: words,
  qualities: words,
  formats: z.array(z.enum(FORMATS)).readonly().optional(),
  n: count(1).optional(),
  references: count(0).optional(),
  cap: credits.optional(),
  running: z.union([count(0), z.literal(Number.POSITIVE_INFINITY)]).optional(),
  creates: z.strictObject({ max: count(0), per: z.enum(['minute', 'hour', 'day']) }).optional(),
})

/** What makes no limits of these, for the operator; undefined when nothing does. */
export function faultOf(limits: unknown): string | undefined {
  const issues = limitsSchema.safeParse(limits).error?.issues
  return issues?.map(({ path, message }) => `${['limits', ...path].join('.')}: ${message}`).join('; ')
}
