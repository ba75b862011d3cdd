import { mintKey, type LimnError, type GenerationRequest, type RequestInput } from '@limn/core'
import type { Core, ScopedOptions } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'
import type { Submission } from '../Limn.ts'
import { stateOf } from '../machine/transition.ts'
import type { Sender } from './createSender.ts'
import { freshRecord, scopeOf, type Place } from './freshRecord.ts'
import { DOUBLE_CLICK, joinPages } from './joinPages.ts'
import { onlyInBrowsers } from './onlyInBrowsers.ts'
import { bringByApp } from '../uploads/bringByApp.ts'
import { forgetUrls, meaningOf, withNames, withUrls } from '../uploads/fileRequest.ts'
import { refusalOf } from './refusalOf.ts'
import { unsent } from './unclear.ts'

/** Starts generations: the synchronous guard, the join rule and the queue. */
export interface Generate {
  readonly start: (input: RequestInput, options?: ScopedOptions) => Submission
  /** The same request under a fresh key, in the place of a settled `record`. */
  readonly anew: (record: JournalRecord) => Submission
  /** As `anew`, of any record, under a given key, and refused by nothing. False: another tab was first, so nothing is sent here. */
  readonly take: (record: JournalRecord, key: string) => Promise<boolean>
  /** What stands in the way of asking for this record's request once more. */
  readonly obstacle: (record: JournalRecord) => LimnError | undefined
  readonly submissionOf: (key: string) => Submission
  readonly mint: () => string
  /** Lets those begin whose turn has come. */
  readonly pump: () => void
}

/** Creates one browser has in flight; more wait as `queued`. */
const MAX_CREATES = 3

/** One that is `queued`: until its turn comes, and its files have URLs. */
interface Waiting {
  readonly begin: (at: number) => void
  readonly isFree: () => boolean
  readonly request: () => GenerationRequest | undefined
}

export function createGenerate(core: Core, sender: Sender): Generate {
  const { journal, generations, known } = core
  const waiting = new Map<string, Waiting>()
  /** ms since the epoch: when a record was last asked for, so that a held key stays one act for as long as it is held. */
  const lastAsked = new Map<string, number>()
  /** What this page began: an equal one beside it was meant to be another. */
  const begun = new Set<string>()
  /** Those that this page alone knows: refused at once. */
  const unkept = new Set<string>()
  /** What this page began in whose place: a double click is one act, whatever the journal holds. */
  const heirs = new Map<string, string>()
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

  function joined(request: GenerationRequest, scope: string, replaces?: string): JournalRecord | undefined {
    const wanted = meaningOf(request)
    return inScope(scope).find((record) => {
      if (
        record.key === replaces ||
        generations.isReplaced(record) ||
        record.dismissedAt !== undefined ||
        meaningOf(record.request) !== wanted
      )
        return false
      if (record.phase === 'canceled') return false
      const age = Date.now() - (lastAsked.get(record.key) ?? record.createdAt)
      return ['queued', 'submitting', 'uncertain'].includes(record.phase) || (age >= 0 && age < DOUBLE_CLICK)
    })
  }

  const refusal = (request: GenerationRequest, place: Place) =>
    refusalOf(core, request, place, () => runningIn(scopeOf(place)))

  function start(input: RequestInput, options: ScopedOptions = {}): Submission {
    onlyInBrowsers()
    const { early } = options
    const request = withNames(input)
    const twin = options.again || early ? undefined : joined(request, scopeOf(options), options.replaces)
    if (twin) {
      lastAsked.set(twin.key, Date.now())
      return submissionOf(twin.key)
    }
    const error = early?.error ?? refusal(request, options)
    const fresh = freshRecord(early?.key ?? mint(), request, options, early?.at)
    const record = { ...fresh, place: Math.max(fresh.place, highestPlace() + 1) }
    if (options.replaces !== undefined) void journal.dispatch(options.replaces, { type: 'replace', by: record.key })
    if (error) refuse(record, error, false)
    else begin(record, { isOnly: !options.again })
    return submissionOf(record.key)
  }

  function refuse(record: JournalRecord, error: LimnError, kept: boolean) {
    if (!kept) unkept.add(record.key)
    void journal.begin({ ...record, phase: 'refused', settledAt: record.createdAt, error }, { kept })
  }

  /** `claim`: settled once it may be sent. `isOnly`: not beside an equal one of another tab. */
  function begin(record: JournalRecord, { claim, isOnly = false }: { claim?: Promise<unknown>; isOnly?: boolean }) {
    const { key, concurrency = Infinity } = record
    const scope = scopeOf(record)
    const found = withUrls(record.request, (file) => bringByApp(core, file))
    let request = found instanceof Promise ? undefined : found
    const isFree = () => request !== undefined && runningIn(scope) < concurrency
    begun.add(key)
    const free = inFlight < MAX_CREATES && isFree()
    void journal.begin({ ...record, request: request ?? record.request, phase: free ? 'submitting' : 'queued' })
    if (free) inFlight += 1
    const turn = free
      ? Promise.resolve(record.createdAt)
      : new Promise<number>((resolve) => waiting.set(key, { begin: resolve, isFree, request: () => request }))
    const leave = () => {
      inFlight -= 1
      pump()
    }
    const join = (send: () => Promise<unknown>) =>
      isOnly ? joinPages(core, key, { send, begun, resume: sender.resume }) : send()
    void sender.send(key, { turn: claim ? claim.then(() => turn) : turn, leave, join })
    if (!(found instanceof Promise)) return
    found
      .then((ready) => (request = ready))
      .then(pump)
      .catch((thrown: unknown) => journal.dispatch(key, { type: 'refuse', at: Date.now(), error: unsent(thrown) }))
  }

  function pump() {
    for (const [key, { begin: go, isFree, request }] of waiting) {
      const record = journal.get(key)
      const canceled = !record || stateOf(record) !== 'queued'
      if (!canceled && (inFlight >= MAX_CREATES || !isFree())) continue
      waiting.delete(key)
      inFlight += 1
      void journal.dispatch(key, { type: 'start', request: request() })
      go(Date.now())
    }
  }

  const obstacle = (record: JournalRecord) => refusal(record.request, record)

  const heirOf = (record: JournalRecord, key: string): JournalRecord => ({
    ...freshRecord(key, record.request, record),
    place: record.place,
  })

  function anew(record: JournalRecord): Submission {
    const heir = heirs.get(record.key) ?? journal.get(record.key)?.replacedBy
    if (heir !== undefined && journal.has(heir)) return submissionOf(heir)
    if (record.error?.code === 'reference_expired') forgetUrls(record.request)
    const key = mint()
    const error = obstacle(record)
    if (!error) {
      void take(record, key)
      return submissionOf(key)
    }
    refuse(heirOf(record, key), error, !unkept.has(record.key))
    // A busy one is not shown: what it stood for stays in its place.
    if (error.code !== 'busy') void journal.dispatch(record.key, { type: 'replace', by: key })
    return submissionOf(key)
  }

  async function take(record: JournalRecord, key: string): Promise<boolean> {
    const { promise: claim, resolve } = Promise.withResolvers<boolean>()
    // The heir is written down first: an heir that cannot be found was surely never sent.
    begin(heirOf(record, key), { claim })
    heirs.set(record.key, key)
    const isFirst = !journal.get(record.key) || (await journal.dispatch(record.key, { type: 'replace', by: key }))
    resolve(isFirst || !(await yieldTo(record, key)))
    return claim
  }

  /** True: another tab was first, and what it began is watched here too. */
  async function yieldTo(record: JournalRecord, key: string): Promise<boolean> {
    const found = await journal.refresh()
    for (const other of found) void sender.resume(other)
    const { replacedBy: heir } = journal.get(record.key) ?? {}
    if (heir !== undefined && heir !== key && !journal.has(heir)) return false
    const first = heir === undefined || heir === key ? record.key : heir
    generations.alias(key, first)
    void journal.dispatch(key, { type: 'cancel', at: Date.now(), by: first })
    void journal.dispatch(key, { type: 'replace', by: first })
    return true
  }

  return { start, anew, take, obstacle, submissionOf, mint, pump }
}
