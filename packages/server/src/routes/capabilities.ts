import type { Answer } from '../answer.ts'
import type { Budget } from '../ledger/ledger.ts'
import { creditsPerImage } from '../policy/limits.ts'
import type { Call, Runtime } from '../runtime.ts'

/** `GET /capabilities`: what this proxy offers this caller. */
export async function capabilities({ user }: Call, runtime: Runtime): Promise<Answer> {
  const { environment, keyring, ledger, line } = runtime
  const [{ limits, caps }, principal, ledgerId] = await Promise.all([
    runtime.allowance(user),
    keyring.tag('principal', user.id),
    ledger?.id(),
  ])
  const budgets = (await ledger?.budgets(caps)) ?? []
  return {
    status: 200,
    headers: ledgerId === undefined ? {} : { 'limn-ledger-id': ledgerId },
    body: {
      limn: 1,
      ledger: ledger?.durability ?? 'none',
      ledger_id: ledgerId ?? null,
      now: environment.now(),
      principal,
      models: limits.models,
      sizes: limits.sizes,
      qualities: limits.qualities,
      formats: limits.formats,
      max_n: limits.n.max,
      max_prompt: limits.maxPrompt,
      max_references: limits.references.max,
      credits_per_image: creditsPerImage(line.upstream),
      budget: budgets.length === 0 ? null : toWireBudget(budgets.reduce(tighter)),
      typical_seconds: null,
      features: ledger ? ['idempotency'] : [],
    },
  }
}

const remaining = ({ cap, held, spent }: Budget) => Math.max(0, cap - held - spent)

const tighter = (a: Budget, b: Budget) => (remaining(b) < remaining(a) ? b : a)

const toWireBudget = (budget: Budget) => ({
  cap: budget.cap,
  held: budget.held,
  spent: budget.spent,
  remaining: remaining(budget),
  resets_at: budget.resetsAt ?? null,
})
