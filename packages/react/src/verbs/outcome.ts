import { ERRORS, type LimnError } from '@limn/core'

/** What to do after a create that brought no task. */
export type AfterCreate = 'refuse' | 'doubt' | 'resend' | 'confirm'

/** What to do after asking for a key that brought no task. */
export type AfterAsking = 'refuse' | 'doubt' | 'resend' | 'abandon' | 'signIn' | 'wait'

/** ms after its turn came in which a create may be sent, or sent again, by itself. */
export const RESEND_WITHIN = 120_000

/** A plain proxy's create is sent once. These statuses, well formed, say that nothing was made; all else says nothing. */
const PLAIN_REFUSALS: ReadonlySet<number | undefined> = new Set([400, 401, 402, 403, 404, 413, 415, 422, 429])

/** The table of a create's answers. An answer is limn's by its code and its `Limn-Ledger`, never by its status. */
export function afterCreate(error: LimnError, plain: boolean): AfterCreate {
  // The request could not even be built: nothing left this browser.
  if (error.code === 'invalid_request' && error.status === undefined) return 'refuse'
  if (error.ledger === undefined) {
    if (!plain) return 'confirm'
    return PLAIN_REFUSALS.has(error.status) && error.code !== 'invalid_response' ? 'refuse' : 'doubt'
  }
  const answer = LIMN_ANSWERS[error.code] ?? (isRefusal(error) ? 'refuse' : 'confirm')
  return plain ? WITHOUT_LEDGER[answer] : answer
}

/** A limn proxy without a ledger remembers no key: nothing can be asked, and nothing is sent twice. */
const WITHOUT_LEDGER = { refuse: 'refuse', doubt: 'doubt', resend: 'refuse', confirm: 'doubt' } as const

const LIMN_ANSWERS: { readonly [C in LimnError['code']]?: AfterCreate } = {
  rate_limited: 'resend',
  upstream_unavailable: 'resend',
  ledger_unavailable: 'resend',
  outcome_unknown: 'doubt',
}

/** The table of the answers to "what became of this key?". `sameLedger`: it is the one that was there before the POST. */
export function afterAsking(
  error: LimnError,
  facts: { sameLedger: boolean; age: number; online: boolean },
): AfterAsking {
  // Of a 401 it does not matter whose it is: no answer comes before somebody signs in.
  if (error.ledger === undefined) return error.status === 401 ? 'signIn' : 'wait'
  if (error.code === 'unauthenticated') return 'signIn'
  if (error.code === 'outcome_unknown' || error.code === 'not_found') return 'doubt'
  if (error.code === 'generation_not_found') {
    if (!facts.sameLedger) return 'doubt'
    if (!facts.online) return 'wait'
    return facts.age <= RESEND_WITHIN ? 'resend' : 'abandon'
  }
  return isRefusal(error) && !ERRORS[error.code].retryable ? 'refuse' : 'wait'
}

/** limn's word that this key was not executed, and will not be. */
const isRefusal = ({ code, charged }: LimnError): boolean => charged === 'no' || code === 'key_expired'
