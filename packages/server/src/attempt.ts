import { FRESH_WATCH, settle, type Task } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'
import { refuse, retryHeaders, type Answer } from './answer.ts'
import type { Outcome } from './classify.ts'
import { creditsOf } from './creditsOf.ts'
import { keepLease } from './lease.ts'
import type { Row } from './ledger/ledger.ts'
import { checkUrls } from './look.ts'
import { outcomeUnknown } from './routes/answerRow.ts'
import type { Runtime } from './runtime.ts'
import { send } from './send.ts'
import { pendingTask, toWireTask } from './wireTask.ts'

/** ms an attempt may be silent before it counts as ambiguous. */
export const LEASE = 15_000

/** One send, and whom it is for. `row`: the claim it runs under; none without a ledger. */
export interface Attempt {
  readonly row: Row | undefined
  readonly principal: string
  readonly key: string
  readonly request: WireRequest
  readonly requestId: string
}

/** Sends once and settles what came of it. It runs to its end, whether or not anybody still waits for the answer. */
export async function attempt(runtime: Runtime, { row, ...asked }: Attempt): Promise<Answer> {
  const user = Array.from(await runtime.keyring.mac('user', asked.principal), hex)
    .join('')
    .slice(0, 32)
  const lease = row && runtime.ledger ? keepLease(runtime.ledger, row, LEASE, runtime.environment) : undefined
  const outcome = await send(runtime.line, { ...asked.request, user })
  lease?.stop()
  if (outcome.kind === 'accepted') return accepted(runtime, { row, ...asked }, outcome.task)
  const settled = row ? await settleRefusal(runtime, row, outcome) : true
  tell(runtime, { row, ...asked }, outcome)
  return { ...answerOf(outcome, asked.key), ...(settled ? {} : { degraded: true }) }
}

async function accepted(runtime: Runtime, { row, principal, key, request, requestId }: Attempt, raw: Task) {
  const { environment, emit, handles, ledger, line, refundFailed, watching } = runtime
  const task = checkUrls(raw, line.upstream.baseUrl)
  const { watch } = settle(FRESH_WATCH, { task }, 0)
  const credits = creditsOf(watch.task ?? task, refundFailed)
  // Handles go by this machine's clock, also where the ledger has one of its own.
  const at = environment.now()
  const known = { taskId: task.id, watch, credits, acceptedAt: at, watcher: watching?.watcher.owner }
  const after = row && (await ledger?.accept(row, known).catch(() => undefined))
  if (after) watching?.watcher.add(after)
  if (after) watching?.changes.begin(after)
  const handle = await handles.seal({ taskId: task.id, principal, key, at })
  const who = { principal, key, requestId }
  const spent = after?.spent ?? credits ?? line.upstream.credits(request)
  if (row && !after) emit({ type: 'orphan', taskId: task.id, ...who })
  else emit({ type: 'accepted', credits: spent, ...promptOf(runtime, request), ...who })
  if (after?.settledAt !== undefined) emit({ type: 'settled', credits: spent, code: watch.task?.error?.code, ...who })
  if (row && spent > row.held) emit({ type: 'overrun', held: row.held, spent, ...who })
  const told = watch.task ?? pendingTask(task.id, at, request.model)
  const body = await toWireTask(runtime, { task: told, handle, row: row ?? { key } })
  return { status: 200, body, degraded: row !== undefined && !after }
}

/** Whether it could be written down. */
async function settleRefusal({ ledger }: Runtime, row: Row, outcome: Exclude<Outcome, { kind: 'accepted' }>) {
  const edge =
    outcome.kind === 'refused'
      ? ledger?.reject(row, outcome.refusal)
      : outcome.kind === 'ambiguous'
        ? ledger?.doubt(row)
        : ledger?.release(row)
  return Promise.resolve(edge).then(
    () => true,
    () => false,
  )
}

function answerOf(outcome: Exclude<Outcome, { kind: 'accepted' }>, key: string): Answer {
  if (outcome.kind === 'ambiguous') return outcomeUnknown(key)
  if (outcome.kind !== 'refused') return refuse(outcome.error)
  const { status, body } = outcome.refusal
  return { status, body, headers: retryHeaders(status) }
}

function tell(runtime: Runtime, { row, principal, key, request, requestId }: Attempt, outcome: Outcome): void {
  const who = { principal, key, requestId, ...promptOf(runtime, request) }
  if (outcome.kind === 'ambiguous')
    return runtime.emit({ type: 'uncertain', credits: row?.held ?? 0, code: outcome.reason, ...who })
  if (outcome.kind === 'refused')
    return runtime.emit({ type: 'refused', credits: 0, code: outcome.refusal.body.error.code ?? undefined, ...who })
  if (outcome.kind === 'accepted') return undefined
  runtime.emit({ type: 'refused', credits: 0, code: outcome.error.code, ...who })
  if (outcome.kind === 'retryable' && outcome.error.code === 'upstream_misconfigured')
    runtime.emit({ type: 'misconfigured', message: 'upstream refuses the API key' })
}

const promptOf = ({ logPrompts }: Runtime, { prompt }: WireRequest) => (logPrompts ? { prompt } : {})

const hex = (byte: number) => byte.toString(16).padStart(2, '0')
