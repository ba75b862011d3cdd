import { isLimnError, type Task } from '@limn/core'
import { MutationObserver } from '@tanstack/react-query'
import type { Core } from '../Engine.ts'
import type { JournalRecord } from '../journal/record.ts'
import { stateOf } from '../machine/transition.ts'
import { afterCreate, RESEND_WITHIN } from './outcome.ts'
import { createInquiry } from './createInquiry.ts'
import { asLimnError, notSent, unclear, unsent, unwritable } from './unclear.ts'
import { withLock } from './withLock.ts'

/** Sends creates and finds out what became of them: the only place where money is spent. */
export interface Sender {
  /** Sends a record that has just begun. */
  readonly send: (key: string, options: SendOptions) => Promise<void>
  /** Takes up a record that an earlier page, or another tab, left behind. */
  readonly resume: (key: string) => Promise<void>
  /** Asks once more about an uncertain one; never creates. */
  readonly check: (key: string) => Promise<void>
  /** Gives an uncertain one's key up, then lets another `take` its place. */
  readonly giveUp: (key: string, take: () => Promise<boolean>) => Promise<void>
}

interface SendOptions {
  /** When its turn comes: ms since the epoch. */
  readonly turn: Promise<number>
  /** Called once its create is under way no more. */
  readonly leave: () => void
  /** Calls `send`, which writes down that it leaves, or lets it be. */
  readonly join: (send: () => Promise<unknown>) => Promise<unknown>
}

// ms that a create waits for a proxy that does not say what it is.
const PATIENCE = 10_000

export function createSender(core: Core): Sender {
  const { client, journal, known, wake, isLeft } = core
  const { ask, isSamePerson } = createInquiry(core)
  const dispatch = journal.dispatch
  const stateNow = (key: string) => {
    const record = journal.get(key)
    return record && stateOf(record)
  }

  /** Over it nobody waits for it any more: what was not sent stays so. */
  const isLate = (since: number) => Date.now() - since > RESEND_WITHIN

  function create({ key, request, slot }: JournalRecord): Promise<Task> {
    // Whatever the host's defaults are: once, now, and remembered by the journal alone.
    const observer = new MutationObserver<Task>(core.queryClient, {
      mutationKey: ['limn', 'create'],
      mutationFn: () => client.createTask(request, { key, slot }),
      retry: false,
      networkMode: 'always',
      gcTime: 0,
    })
    return observer.mutate().finally(() => observer.reset())
  }

  /** `turn`: ms since the epoch when it left the queue. True: it is written down, and may be sent now. */
  async function prepare(key: string, turn: number, join: SendOptions['join']): Promise<boolean> {
    try {
      const { source, features, ledgerId } = await known.ask(PATIENCE)
      if (core.options.requireDurableJournal && !journal.state().durable) throw unwritable()
      if (stateNow(key) !== 'submitting') return false
      if (isLeft() || isLate(turn)) throw notSent()
      const plain = source === 'plain' || !features.idempotency
      await join(() => dispatch(key, { type: 'send', at: Date.now(), plain, ledgerId }))
      if (core.options.requireDurableJournal && !journal.state().durable) throw unwritable()
      if (isLate(turn)) throw notSent()
    } catch (error) {
      // Not awaited: where nobody is signed in the journal is not open yet.
      void dispatch(key, { type: 'refuse', at: Date.now(), error: unsent(error) })
    }
    // Another tab may have given it up meanwhile.
    return stateNow(key) === 'submitting' && journal.get(key)?.sentAt !== undefined
  }

  /** One create after another until its fate is clear or must be asked for. True: ask. */
  async function post(key: string): Promise<boolean> {
    for (let attempt = 0; ; attempt += 1) {
      const record = journal.get(key)
      if (isLeft() || !record || stateOf(record) !== 'submitting') return false
      const { plain = false, sentAt = record.createdAt } = record
      try {
        await dispatch(key, { type: 'accept', at: Date.now(), task: await create(record) })
        return false
      } catch (thrown) {
        const error = asLimnError(thrown)
        const next = afterCreate(error, plain)
        let pause = error.retryAfter ?? Math.min(15_000, 1000 * 2 ** attempt)
        if (next === 'confirm') return true
        if (next === 'doubt') await dispatch(key, { type: 'doubt', error: unclear(error) })
        else if (next === 'refuse' || isLate(sentAt - pause))
          await dispatch(key, { type: 'refuse', at: Date.now(), error })
        else {
          let isTheirs: boolean | undefined
          do {
            core.pauses.set(key, { code: error.code, until: Date.now() + pause })
            await new Promise((resolve) => setTimeout(resolve, pause))
            core.pauses.delete(key)
            isTheirs = plain || isLeft() || isLate(sentAt) || (await isSamePerson())
            pause = Math.max(pause, 1000)
          } while (isTheirs === undefined)
          // Somebody else would be charged now.
          if (!isTheirs) return true
          if (!isLate(sentAt)) continue
          await dispatch(key, { type: 'refuse', at: Date.now(), error: notSent() })
        }
        return false
      }
    }
  }

  async function pursue(key: string) {
    for (let unclearNow = true, attempt = 0; unclearNow; attempt += 1) {
      if (attempt > 0) await wake.sleep(Math.min(15_000, 500 * 2 ** attempt))
      if (!(await ask(key)) || stateNow(key) !== 'submitting') return
      await dispatch(key, { type: 'send', at: Date.now(), plain: false })
      const record = journal.get(key)
      // Too late now: asked once more, it is given up.
      unclearNow = (record !== undefined && isLate(record.sentAt ?? record.createdAt)) || (await post(key))
    }
  }

  /** A plain proxy knows no key that could be given up: there it is so by the word of a person. */
  async function isGivenUp(key: string): Promise<boolean> {
    await journal.reread(key)
    const record = journal.get(key)
    if (!record || stateOf(record) !== 'uncertain') return false
    if (isLeft()) return false
    if (record.plain) return true
    const answer = await client.abandonGeneration(key).catch(asLimnError)
    if (isLeft()) return false
    if (answer === 'abandoned' || answer === 'uncertain') return true
    if (!isLimnError(answer)) await dispatch(key, { type: 'accept', at: Date.now(), task: answer })
    else if (answer.ledger !== undefined && answer.code === 'idempotency_in_progress') await pursue(key)
    else return answer.ledger !== undefined && (answer.status === 404 || answer.status === 410)
    return false
  }

  const resume = (key: string) =>
    withLock(key, async () => {
      await journal.reread(key)
      const record = journal.get(key)
      const state = record && stateOf(record)
      if (state === 'queued' || (state === 'submitting' && record?.sentAt === undefined))
        await dispatch(key, { type: 'cancel', at: Date.now() })
      else if (state === 'submitting' && record?.plain) await dispatch(key, { type: 'doubt', error: unclear() })
      else if (state === 'submitting') await pursue(key)
      else if (state === 'uncertain' && record?.flags.confirming)
        await dispatch(key, { type: 'doubt', error: record.error ?? unclear() })
    })

  return {
    send: (key, { turn, leave, join }) =>
      withLock(key, async () => {
        let unclearNow = false
        try {
          unclearNow = (await prepare(key, await turn, join)) && (await post(key))
        } finally {
          leave()
        }
        if (unclearNow) await pursue(key)
      }),
    resume,
    check: (key) =>
      withLock(key, async () => {
        const record = journal.get(key)
        if (!record) return
        const { plain, task, error } = record
        if (!plain) {
          await ask(key, { once: true })
          return
        }
        await dispatch(key, { type: 'confirm' })
        const found = task && (await client.getTask(task.id).catch(() => undefined))
        await dispatch(
          key,
          found ? { type: 'accept', at: Date.now(), task: found } : { type: 'doubt', error: error ?? unclear() },
        )
      }),
    giveUp: async (key, take) => {
      await dispatch(key, { type: 'confirm' })
      await withLock(key, async () => {
        const error = journal.get(key)?.error
        if ((await isGivenUp(key)) && (await take())) return
        if (stateNow(key) === 'uncertain') await dispatch(key, { type: 'doubt', error: error ?? unclear() })
      })
    },
  }
}
