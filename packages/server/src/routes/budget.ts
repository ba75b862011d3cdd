import { LimnError } from '@limn/core'
import { refuse, type Answer } from '../answer.ts'
import type { Budget, ScopedCap } from '../ledger/caps.ts'
import type { Call, Runtime } from '../runtime.ts'

/** `GET /budget`: what is left to this caller. */
export async function budget({ user }: Call, runtime: Runtime): Promise<Answer> {
  const { caps } = await runtime.allowance(user)
  const tightest = await tightestBudget(runtime, caps)
  return tightest
    ? { status: 200, body: tightest }
    : refuse(new LimnError('not_found', 'Nobody counts your credits here: there is no cap.'))
}

/** The cap with the least left, in credits, as it is told; null where there is none. `resets_at`: ms since the epoch. */
export async function tightestBudget({ ledger }: Runtime, caps: readonly ScopedCap[]) {
  const budgets = (await ledger?.budgets(caps)) ?? []
  return budgets.length === 0 ? null : toWire(budgets.reduce(tighter))
}

const remaining = ({ cap, held, spent }: Budget) => Math.max(0, cap - held - spent)

const tighter = (a: Budget, b: Budget) => (remaining(b) < remaining(a) ? b : a)

const toWire = ({ resetsAt, ...used }: Budget) => ({
  cap: used.cap,
  held: used.held,
  spent: used.spent,
  remaining: remaining(used),
  resets_at: resetsAt ?? null,
})
