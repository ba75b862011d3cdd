import type { Generation } from '@limn/core'
import type { Core } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'
import type { GenerationActions, Submission } from '../Limn.ts'
import type { Pollers } from '../poll/createPollers.ts'
import type { Generate } from './createGenerate.ts'
import type { Sender } from './createSender.ts'
import { DOUBLE_CLICK } from './joinPages.ts'

const NONE: GenerationActions = {}

/** The verbs that make sense for a generation as it is now; the same object for the same generation. */
export function createActions(
  core: Core,
  generate: Generate,
  sender: Sender,
  pollers: Pollers,
): (generation: Generation) => GenerationActions {
  const { journal, generations } = core
  const lastAgain = new Map<string, { at: number; submission: Submission }>()
  const givingUp = new Map<string, Submission>()
  const made = new WeakMap<Generation, { dismissed: boolean; actions: GenerationActions }>()

  function make(generation: Generation): GenerationActions {
    const { key, status, live, detached, confirming, stale, needsAuth, taskId, images, favourite } = generation
    const record = journal.get(key)
    if (!record) return NONE
    const send = (type: 'detach' | 'attach' | 'restore') => () => void journal.dispatch(key, { type })
    const running = live && taskId !== undefined
    const accepted = taskId !== undefined && status !== 'uncertain'
    const askable = status === 'uncertain' && !confirming && (!record.plain || taskId !== undefined)
    const expired = images.some((image) => image.expired)
    return {
      ...((status === 'failed' || status === 'canceled') && { retry: () => generate.anew(record) }),
      ...(status === 'uncertain' && !confirming && { retryMayChargeAgain: () => giveUp(record) }),
      ...(accepted && { again: () => again(record) }),
      ...(askable && { checkAgain: () => void sender.check(key) }),
      ...(running && (stale || needsAuth) && { checkAgain: () => pollers.look(key) }),
      ...(status === 'succeeded' && expired && { checkAgain: () => void pollers.inspect(key) }),
      ...(status === 'queued' && { cancel: () => void journal.dispatch(key, { type: 'cancel', at: Date.now() }) }),
      ...(running && !detached && { detach: send('detach') }),
      ...(running && detached && { attach: send('attach') }),
      ...((!live || detached) &&
        record.dismissedAt === undefined && {
          dismiss: () => void journal.dispatch(key, { type: 'dismiss', at: Date.now() }),
        }),
      ...(record.dismissedAt !== undefined && { restore: send('restore') }),
      [favourite ? 'unfavourite' : 'favourite']: () =>
        void journal.dispatch(key, { type: 'favourite', on: !favourite }),
    }
  }

  /** A double click is one act here too. */
  function again({ key, request, slot, scope, concurrency, whenBusy }: JournalRecord): Submission {
    const last = lastAgain.get(key)
    if (last && Date.now() - last.at < DOUBLE_CLICK) return last.submission
    const submission = generate.start(request, { slot, scope, concurrency, whenBusy, again: true })
    lastAgain.set(key, { at: Date.now(), submission })
    return submission
  }

  function giveUp(record: JournalRecord) {
    const { key } = record
    // It stays as it is: a card of its own for the refusal would offer to draw it beside one that may be charged.
    if (generate.obstacle(record)) return generate.submissionOf(key)
    const known = givingUp.get(key)
    if (known) return known
    const next = generate.mint()
    generations.alias(next, key)
    const take = () => {
      const taken = generate.take(record, next)
      generations.alias(next, undefined)
      return taken
    }
    // Before its promises are made: from here on the old one is no answer to them.
    const over = sender.giveUp(key, take)
    const submission = generate.submissionOf(next)
    givingUp.set(key, submission)
    void over.finally(() => givingUp.delete(key))
    return submission
  }

  return (generation) => {
    const dismissed = journal.get(generation.key)?.dismissedAt !== undefined
    const known = made.get(generation)
    if (known?.dismissed === dismissed) return known.actions
    const actions = make(generation)
    made.set(generation, { dismissed, actions })
    return actions
  }
}
