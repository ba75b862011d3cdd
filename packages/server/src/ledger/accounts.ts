import type { Budget, CreditCap, ScopedCap } from './caps.ts'

/** The account a cap is counted in at `now` (ms): its scope and its UTC window. */
export const accountOf = ({ scope, per }: ScopedCap, now: number): string => `${per}:${windowOf(per, now)}:${scope}`

/** Whether the window of an account had ended at `now` (ms). */
export function isOver(account: string, now: number): boolean {
  const [per, window] = account.split(':') as [CreditCap['per'], string]
  return window < windowOf(per, now)
}

/** A budget as it is told. */
export const toBudget = (cap: CreditCap, used: { held: number; spent: number }, now: number): Budget => ({
  cap: cap.credits,
  held: used.held,
  spent: used.spent,
  resetsAt: resetOf(cap.per, now),
})

/** The first budget that has no room for this cost. */
export const firstFull = ({ cost }: { readonly cost: number }, budgets: readonly Budget[]): Budget | undefined =>
  budgets.find(({ cap, held, spent }) => held + spent + cost > cap)

function windowOf(per: CreditCap['per'], now: number): string {
  return per === 'total' ? '' : new Date(now).toISOString().slice(0, per === 'day' ? 10 : 7)
}

/** When the window of `now` ends, in ms; undefined for one that never does. */
export function resetOf(per: CreditCap['per'], now: number): number | undefined {
  if (per === 'total') return undefined
  const date = new Date(now)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  return per === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1)
}
