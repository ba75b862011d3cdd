import { checkRequest, LimnError, mintKey, toRequest, type GenerationRequest, type RequestInput } from '@limn/core'
import type { Core, ScopedOptions } from '../Engine.ts'
import { NO_FLAGS, RECORD_VERSION, type JournalRecord } from '../journal/record.ts'
import type { Submission } from '../Limn.ts'
import { stateOf } from '../machine/transition.ts'
import type { Sender } from './createSender.ts'

/** Starts generations: the synchronous guard, the join rule and the queue. */
export interface Generate {
  readonly start: (input: RequestInput, options?: ScopedOptions) => Submission
  /** The same request under a fresh key, in the place of `record`. */
  readonly anew: (record: JournalRecord, key?: string) => Submission
  readonly submissionOf: (key: string) => Submission
  readonly mint: () => string
  /** Lets those begin whose turn has come. */
  readonly pump: () => void
}

/** Creates one browser has in flight; more wait as `queued`. */
const MAX_CREATES = 3
/** ms in which an equal request is the same intent, whatever became of the first: a double click. */
export const DOUBLE_CLICK = 1000

export function createGenerate(core: Core, sender: Sender): Generate {
  const { journal, generations, known } = core
  const waiting = new Map<string, { begin: () => void; isFree: () => boolean }>()
  /** ms since the epoch: when a record was last asked for, so that a held key stays one act for as long as it is held. */
  const lastAsked = new Map<string, number>()
  let inFlight = 0

  const inScope = (scope: string) => [...journal.records()].filter((record) => scopeOf(record) === scope)
  const runningIn = (scope: string) =>
    inScope(scope).filter((record) => !record.flags.detached && ['submitting', 'running'].includes(stateOf(record)))
      .length
  const highestPlace = () => [...journal.records()].reduce((highest, { place }) => Math.max(highest, place), 0)
  const mint = () => mintKey(Date.now() + known.get().clockOffset)

  const submissionOf = (key: string): Submission => ({
    key,
    submitted: generations.submitted(key),
    outcome: generations.outcome(key),
  })

  function joined(request: GenerationRequest, scope: string): JournalRecord | undefined {
    const wanted = JSON.stringify(request)
    return inScope(scope).find((record) => {
      if (
        record.replacedBy !== undefined ||
        record.dismissedAt !== undefined ||
        JSON.stringify(record.request) !== wanted
      )
        return false
      if (record.phase === 'canceled') return false
      const age = Date.now() - (lastAsked.get(record.key) ?? record.createdAt)
      return ['queued', 'submitting', 'uncertain'].includes(record.phase) || (age >= 0 && age < DOUBLE_CLICK)
    })
  }

  function refusal(input: RequestInput, scope: string, options: ScopedOptions): LimnError | undefined {
    const { concurrency = Infinity, whenBusy } = options
    const [broken] = checkRequest(input, known.get())
    if (broken) return broken
    if (!navigator.onLine && !isLoopback(core.options.endpoint))
      return new LimnError('offline', 'This browser is offline. Nothing was sent; ask again when it is back.')
    if (core.options.requireDurableJournal && !journal.state().durable)
      return new LimnError(
        'journal_unavailable',
        'This browser lets nothing be stored, so a reload would lose the picture. Nothing was sent.',
      )
    return whenBusy === 'refuse' && runningIn(scope) >= concurrency
      ? new LimnError('busy', `Only ${concurrency} at a time here. Wait for what is running, or stop waiting for it.`)
      : undefined
  }

  function start(input: RequestInput, options: ScopedOptions = {}): Submission {
    if (typeof window === 'undefined')
      throw new Error('limn: generate() was called on a server. Call it in the browser, where the user acts.')
    const place = { slot: options.slot, scope: options.scope }
    const scope = scopeOf(place)
    const request = toRequest(input)
    const twin = options.again ? undefined : joined(request, scope)
    if (twin) {
      lastAsked.set(twin.key, Date.now())
      return submissionOf(twin.key)
    }
    const error = refusal(input, scope, options)
    const begun = fresh(mint(), request, place)
    const record = { ...begun, place: Math.max(begun.place, highestPlace() + 1) }
    if (options.replaces !== undefined) void journal.dispatch(options.replaces, { type: 'replace', by: record.key })
    if (error) void journal.begin({ ...record, phase: 'refused', settledAt: record.createdAt, error }, { kept: false })
    else begin(record, () => runningIn(scope) < (options.concurrency ?? Infinity))
    return submissionOf(record.key)
  }

  function begin(record: JournalRecord, isFree: () => boolean) {
    const { key } = record
    const free = inFlight < MAX_CREATES && isFree()
    void journal.begin({ ...record, phase: free ? 'submitting' : 'queued' })
    if (free) inFlight += 1
    const turn = free ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(key, { begin: resolve, isFree }))
    const leave = () => {
      inFlight -= 1
      pump()
    }
    void sender.send(key, turn, leave)
  }

  function pump() {
    for (const [key, { begin: go, isFree }] of waiting) {
      const record = journal.get(key)
      const canceled = !record || stateOf(record) !== 'queued'
      if (!canceled && (inFlight >= MAX_CREATES || !isFree())) continue
      waiting.delete(key)
      inFlight += 1
      void journal.dispatch(key, { type: 'start' })
      go()
    }
  }

  function anew(record: JournalRecord, key = mint()): Submission {
    const heir = journal.get(record.key)?.replacedBy
    if (heir !== undefined && heir !== key) return submissionOf(heir)
    const next = { ...fresh(key, record.request, record), place: record.place }
    begin(next, () => true)
    void journal.dispatch(record.key, { type: 'replace', by: key })
    return submissionOf(key)
  }

  return { start, anew, submissionOf, mint, pump }
}

type Place = Pick<JournalRecord, 'slot' | 'scope'>

/** What equal requests are looked for in. */
const scopeOf = ({ slot, scope }: Place): string => (slot === undefined ? `hook ${scope ?? ''}` : `slot ${slot}`)

function fresh(key: string, request: GenerationRequest, { slot, scope }: Place): JournalRecord {
  const now = Date.now()
  return {
    version: RECORD_VERSION,
    key,
    slot,
    scope,
    request,
    phase: 'queued',
    flags: NO_FLAGS,
    createdAt: now,
    place: now,
    empty: 0,
    missing: 0,
  }
}

/** A proxy on this very machine can be reached without a network. */
function isLoopback(endpoint: string | undefined): boolean {
  const { hostname } = new URL(endpoint ?? '/', location.href)
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.+\.localhost)$/.test(hostname)
}
