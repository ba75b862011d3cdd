import { isObject } from './text.ts'

/** What may be spent, in credits. `cap` and `remaining` null: as much as wanted. */
export interface Budget {
  readonly cap: number | null
  readonly held: number
  readonly spent: number
  /** `cap - held - spent`, never below 0. */
  readonly remaining: number | null
  /** When it starts anew, in ms since the epoch; missing where it never does. */
  readonly resetsAt?: number
}

/** A proxy's budget, read tolerantly; null when it is none. */
export function readBudget(body: unknown): Budget | null {
  if (!isObject(body)) return null
  const [cap, held, spent] = [amount(body.cap), amount(body.held) ?? 0, amount(body.spent) ?? 0]
  const resetsAt = amount(body.resets_at)
  return {
    cap: cap ?? null,
    held,
    spent,
    remaining: cap === undefined ? null : Math.max(0, cap - held - spent),
    ...(resetsAt !== undefined && { resetsAt }),
  }
}

const amount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
