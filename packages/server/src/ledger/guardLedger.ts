import { LimnError, isLimnError } from '@limn/core'
import type { Emit } from '../events.ts'
import type { Ledger } from './ledger.ts'

/**
 * The ledger, with whatever it throws told to the operator and turned into `ledger_unavailable`; `proxy_misconfigured`
 * stays, with what the ledger says as its cause.
 */
export function guardLedger(ledger: Ledger, emit: Emit): Ledger {
  const guard =
    <Args extends unknown[], Result>(name: string, step: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await step(...args)
      } catch (cause) {
        if (isLimnError(cause, 'proxy_misconfigured')) {
          emit({ type: 'misconfigured', message: cause.message })
          throw new LimnError('proxy_misconfigured', 'This proxy is not set up: its log says what is missing.', {
            cause,
          })
        }
        emit({ type: 'ledger-degraded', message: `${name}: ${reasonOf(cause)}` })
        throw new LimnError('ledger_unavailable', 'What was asked and charged cannot be looked up right now.', {
          cause,
        })
      }
    }
  return {
    durability: ledger.durability,
    id: guard('id', () => ledger.id()),
    migrate: guard('migrate', () => ledger.migrate()),
    close: guard('close', () => ledger.close()),
    claim: guard('claim', (claim) => ledger.claim(claim)),
    renew: guard('renew', (fence, lease) => ledger.renew(fence, lease)),
    accept: guard('accept', (fence, accepted) => ledger.accept(fence, accepted)),
    reject: guard('reject', (fence, refusal) => ledger.reject(fence, refusal)),
    release: guard('release', (fence) => ledger.release(fence)),
    doubt: guard('doubt', (fence) => ledger.doubt(fence)),
    abandon: guard('abandon', (ref) => ledger.abandon(ref)),
    record: guard('record', (ref, recorded) => ledger.record(ref, recorded)),
    refresh: guard('refresh', (ref, data) => ledger.refresh(ref, data)),
    lose: guard('lose', (ref) => ledger.lose(ref)),
    keep: guard('keep', (ref, archive) => ledger.keep(ref, archive)),
    finish: guard('finish', (ref) => ledger.finish(ref)),
    erase: guard('erase', (ref) => ledger.erase(ref)),
    watch: guard('watch', (wanted) => ledger.watch(wanted)),
    writeOff: guard('writeOff', (age) => ledger.writeOff(age)),
    prune: guard('prune', (age) => ledger.prune(age)),
    find: guard('find', (ref) => ledger.find(ref)),
    findByHandle: guard('findByHandle', (handle) => ledger.findByHandle(handle)),
    findTasks: guard('findTasks', (refs) => ledger.findTasks(refs)),
    list: guard('list', (wanted) => ledger.list(wanted)),
    unclear: guard('unclear', (wanted) => ledger.unclear(wanted)),
    durations: guard('durations', (limit) => ledger.durations(limit)),
    budgets: guard('budgets', (caps) => ledger.budgets(caps)),
  }
}

/** A connection that was refused at every address says so only in its parts. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const parts: unknown[] = cause instanceof AggregateError ? cause.errors : []
  return [cause.message, ...parts.map(reasonOf)].filter(Boolean).join('; ')
}
