import { LimnError, isLimnError } from '@limn/core'
import { readRequest } from '@limn/core/schema'
import { refuse, type Answer } from '../answer.ts'
import { attempt, LEASE } from '../attempt.ts'
import { checkKeyAge, readKey } from '../idempotencyKey.ts'
import { wordOf } from '../keyTable.ts'
import type { Budget } from '../ledger/caps.ts'
import { parseBody } from '../normalise/body.ts'
import { fillIn } from '../normalise/fillIn.ts'
import { fingerprintOf } from '../normalise/fingerprint.ts'
import { checkReferences } from '../normalise/references.ts'
import { readSlot } from '../normalise/slot.ts'
import { NO_CAP_WITHOUT_LEDGER } from '../policy/production.ts'
import type { Call, Runtime } from '../runtime.ts'
import { answerRow } from './answerRow.ts'

/** `POST /generations`: claims the key and holds the credits before a byte is sent; a known key answers from its row. */
export async function create(call: Call, runtime: Runtime): Promise<Answer> {
  const { environment, keyring, ledger, line } = runtime
  const { id: principal } = call.user
  const key = readKey(call.request.headers.get('idempotency-key'))
  checkKeyAge(key, environment.now())
  const slot = readSlot(call.request.headers.get('limn-slot'))
  const { limits, caps, quota } = await runtime.allowance(call.user)
  const asked = readRequest(parseBody(call.body), limits)
  const request = fillIn(asked, limits)
  const urls = request.image_urls ?? []
  const { baseUrl } = line.upstream
  await checkReferences(urls, { baseUrl, references: runtime.references }).catch(unlessKnown(runtime, principal, key))

  const run = (row?: Parameters<typeof attempt>[1]['row']) =>
    call.keep(attempt(runtime, { row, principal, key, request, requestId: call.requestId }))
  if (!ledger) return caps.length > 0 || quota ? Promise.reject(uncounted()) : run()

  const [keyTag, fingerprint] = await Promise.all([keyring.tag('key', key), fingerprintOf(asked)])
  const cost = line.upstream.credits(request)
  const wanted = { principal, key, keyTag, fingerprint, request, slot, cost, lease: LEASE, caps, quota }
  const claimed = await ledger.claim(wanted)
  if (claimed.outcome === 'over') return overBudget(claimed.budget, cost)
  if (claimed.outcome === 'limited') return refuse(tooMany(claimed.retryAfter))
  const { row } = claimed
  if (claimed.outcome === 'held') return run(row)
  const word = wordOf(row, 'post')
  const other = row.fingerprint !== undefined && row.fingerprint !== fingerprint
  if (other && word !== 'abandoned') return refuse(keyReused())
  // A retryable row that could not be claimed went to somebody else in this very moment.
  return answerRow(runtime, row, word === 'create' ? 'in_progress' : word)
}

/** What was sent once is answered from its row, though its references have run out since. */
const unlessKnown =
  ({ ledger }: Runtime, principal: string, key: string) =>
  async (error: unknown) => {
    const row = isLimnError(error, 'reference_expired') ? await ledger?.find({ principal, key }) : undefined
    if (!row || row.state === 'retryable') throw error
  }

function overBudget({ cap, held, spent, resetsAt }: Budget, cost: number): Answer {
  const left = Math.max(0, cap - held - spent)
  return refuse(
    new LimnError('budget_exceeded', `This takes ${cost} credits, and ${left} are left. Nothing was sent.`),
    {
      budget: { cap, held, spent, resets_at: resetsAt ?? null },
    },
  )
}

const tooMany = (retryAfter: number) =>
  new LimnError('rate_limited', 'This is more than you may start or have under way. Nothing was sent.', { retryAfter })

const uncounted = () => new LimnError('proxy_misconfigured', `Nothing was sent. ${NO_CAP_WITHOUT_LEDGER}`)

const keyReused = () =>
  new LimnError('idempotency_key_reused', 'This key belongs to another request. Use a fresh key for each request.')
