import type { Generation } from '@limn/core'
import type { Core } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'
import type { GenerationActions, Submission } from '../Limn.ts'
import type { Pollers } from '../poll/createPollers.ts'
import { DOUBLE_CLICK, type Generate } from './createGenerate.ts'
import type { Sender } from './createSender.ts'

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
  const made = new WeakMap<Generation, { dismissed: boolean; actions: GenerationActions }>()

  function make(generation: Generation): GenerationActions {
    const { key, status, live, detached, confirming, stale, needsAuth, taskId, images } = generation
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
    }
  }

  /** A double click is one act here too. */
  function again({ key, request, slot, scope }: JournalRecord): Submission {
    const last = lastAgain.get(key)
    if (last && Date.now() - last.at < DOUBLE_CLICK) return last.submission
    const submission = generate.start(request, { slot, scope, again: true })
    lastAgain.set(key, { at: Date.now(), submission })
    return submission
  }

  function giveUp(record: JournalRecord) {
    // A plain proxy knows no key that could be given up.
    if (record.plain) return generate.anew(record)
    const { key } = record
    const next = generate.mint()
    generations.alias(next, key)
    void follow(record, next, sender.giveUp(key, next))
    return generate.submissionOf(next)
  }

  async function follow(record: JournalRecord, next: string, asked: Promise<boolean>) {
    if (!(await asked)) return
    generations.alias(next, undefined)
    generate.anew(record, next)
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
