import type { Core } from '../Engine.ts'
import { MAX_AGE, stateOf } from '../machine/transition.ts'
import { afterAsking } from './outcome.ts'
import { asLimnError, notSent, unclear } from './unclear.ts'

/** Finds out what became of a key that was sent; never creates. */
export interface Inquiry {
  /** Asks until there is an answer. True: it was surely not executed, and may be sent again. `once`: asks once. */
  readonly ask: (key: string, options?: { once?: boolean }) => Promise<boolean>
  /** Whether it is still them who is signed in; undefined: the proxy does not say just now. */
  readonly isSamePerson: () => Promise<boolean | undefined>
}

export function createInquiry({ client, journal, known, wake, isLeft }: Core): Inquiry {
  const dispatch = journal.dispatch

  async function ask(key: string, { once = false } = {}): Promise<boolean> {
    const settledBefore = journal.get(key)?.phase === 'uncertain'
    await dispatch(key, { type: 'confirm' })
    for (let attempt = 0; ; attempt += 1) {
      const record = journal.get(key)
      if (isLeft() || !record || (stateOf(record) !== 'submitting' && stateOf(record) !== 'uncertain')) return false
      try {
        await dispatch(key, { type: 'accept', at: Date.now(), task: await client.getGeneration(key) })
        return false
      } catch (thrown) {
        // It may be the answer to another person.
        if (isLeft()) return false
        const error = asLimnError(thrown)
        // Now, not before the question: a laptop may have slept in between.
        const age = Date.now() - (record.sentAt ?? record.createdAt)
        const sameLedger = record.ledgerId !== undefined && record.ledgerId === error.ledgerId
        const told = afterAsking(error, { sameLedger, age, online: navigator.onLine })
        const isTheirs = (told !== 'resend' && told !== 'abandon') || (await isSamePerson())
        const next = isTheirs ? told : isTheirs === undefined ? 'wait' : 'signIn'
        if (next === 'refuse') await dispatch(key, { type: 'refuse', at: Date.now(), error })
        else if (next === 'resend' && !settledBefore) return true
        else if (next === 'resend' || next === 'abandon') {
          if (await abandon(key)) return false
        } else if (next === 'signIn') await dispatch(key, { type: 'needAuth' })
        else if (next === 'wait' && !once && age < MAX_AGE) await dispatch(key, { type: 'confirm' })
        if (next === 'refuse') return false
        if (next === 'doubt' || (once && next !== 'signIn') || age >= MAX_AGE) {
          await dispatch(key, { type: 'doubt', error: record.error ?? unclear(error) })
          return false
        }
        await wake.sleep(error.retryAfter ?? Math.min(15_000, 500 * 2 ** attempt))
      }
    }
  }

  /** Another tab may have changed who is signed in: of them the proxy has never seen this key. */
  async function isSamePerson(): Promise<boolean | undefined> {
    const { principal } = await known.ask(0).catch(known.get)
    const now = await client.getCapabilities().catch(() => undefined)
    return now && (now.principal === principal || (isGuest(now.principal) && isGuest(principal)))
  }

  /** True: its fate is clear now. */
  async function abandon(key: string): Promise<boolean> {
    try {
      const answer = await client.abandonGeneration(key)
      const at = Date.now()
      if (answer === 'abandoned') await dispatch(key, { type: 'refuse', at, error: notSent() })
      else if (answer === 'uncertain') await dispatch(key, { type: 'doubt', error: unclear() })
      else await dispatch(key, { type: 'accept', at, task: answer })
      return true
    } catch {
      return false
    }
  }

  return { ask, isSamePerson }
}

// A browser that keeps no cookie is another guest each time, and one by the key of a create.
const isGuest = (principal = '') => principal.startsWith('guest:')
