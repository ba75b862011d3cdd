import type { Answer } from '../answer.ts'
import type { Keyring } from '../keyring.ts'
import { GUEST, isGuest } from '../policy/guest.ts'
import { creditsPerImage } from '../policy/limits.ts'
import type { Call, Runtime } from '../runtime.ts'
import { tightestBudget } from './budget.ts'
import { featuresOf } from './features.ts'

/** `GET /capabilities`: what this proxy offers this caller. */
export async function capabilities({ user }: Call, runtime: Runtime): Promise<Answer> {
  const { environment, keyring, ledger, line } = runtime
  const [{ limits, caps }, principal, ledgerId] = await Promise.all([
    runtime.allowance(user),
    nameOf(user.id, keyring),
    ledger?.id(),
  ])
  const budget = await tightestBudget(runtime, caps)
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
      max_reference_bytes: runtime.references?.maxBytes ?? null,
      credits_per_image: creditsPerImage(line.upstream),
      budget,
      typical_seconds: runtime.watching?.learned.all ?? null,
      features: await featuresOf(runtime, limits),
    },
  }
}

/** Opaque; of a guest it says so, since one without cookies is another each time. */
async function nameOf(id: string, keyring: Keyring): Promise<string> {
  const tag = await keyring.tag('principal', id)
  return isGuest(id) ? GUEST + tag : tag
}
