import { isLimnError, type Task } from '@limn/core'
import { MutationObserver } from '@tanstack/react-query'
import type { Core } from '../Engine.ts'
import { MAX_AGE, stateOf } from '../machine/transition.ts'
import { afterAsking, afterCreate, RESEND_WITHIN } from './outcome.ts'
import { asLimnError, notSent, unclear, unsent, unwritable } from './unclear.ts'
import { withLock } from './withLock.ts'

/** Sends creates and finds out what became of them: the only place where money is spent. */
export interface Sender {
  /** Sends a record that has just begun, when `turn` comes. `leave` is called once its create is under way no more. */
  readonly send: (key: string, turn: Promise<void>, leave: () => void) => Promise<void>
  /** Takes up a record that an earlier page, or another tab, left behind. */
  readonly resume: (key: string) => Promise<void>
  /** Asks once more about an uncertain one; never creates. */
  readonly check: (key: string) => Promise<void>
  /** Gives an uncertain one's key up for `next`. True: it was, and by this call; no other tab will send in its place. */
  readonly giveUp: (key: string, next: string) => Promise<boolean>
}

// ms that a create waits for a proxy that does not say what it is.
const PATIENCE = 10_000

export function createSender(core: Core): Sender {
  const { client, journal, known, wake } = core
  const dispatch = journal.dispatch
  const stateNow = (key: string) => {
    const record = journal.get(key)
    return record && stateOf(record)
  }

  function create(key: string): Promise<Task> {
    const { request, slot } = journal.get(key)!
    // Whatever the host's defaults are: once, now, and remembered by the journal alone.
    return new MutationObserver<Task>(core.queryClient, {
      mutationKey: ['limn', 'create'],
      mutationFn: () => client.createTask(request, { key, slot }),
      retry: false,
      networkMode: 'always',
      gcTime: 0,
    }).mutate()
  }

  async function prepare(key: string): Promise<boolean> {
    try {
      const { source, features, ledgerId } = await known.ask(PATIENCE)
      if (core.options.requireDurableJournal && !journal.state().durable) throw unwritable()
      if (stateNow(key) !== 'submitting') return false
      const plain = source === 'plain' || !features.idempotency
      await dispatch(key, { type: 'send', at: Date.now(), plain, ledgerId })
      if (core.options.requireDurableJournal && !journal.state().durable) throw unwritable()
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
      try {
        await dispatch(key, { type: 'accept', at: Date.now(), task: await create(key) })
        return false
      } catch (thrown) {
        const error = asLimnError(thrown)
        const { plain, createdAt } = journal.get(key)!
        const next = afterCreate(error, plain ?? false)
        const pause = error.retryAfter ?? Math.min(15_000, 1000 * 2 ** attempt)
        if (next === 'confirm') return true
        if (next === 'doubt') await dispatch(key, { type: 'doubt', error: unclear(error) })
        else if (next === 'refuse' || Date.now() + pause - createdAt > RESEND_WITHIN)
          await dispatch(key, { type: 'refuse', at: Date.now(), error })
        else {
          await new Promise((resolve) => setTimeout(resolve, pause))
          continue
        }
        return false
      }
    }
  }

  /** Asks what became of a key until there is an answer. True: it was surely not executed, and may be sent again. */
  async function ask(key: string, { once = false } = {}): Promise<boolean> {
    const settledBefore = stateNow(key) === 'uncertain'
    await dispatch(key, { type: 'confirm' })
    for (let attempt = 0; ; attempt += 1) {
      const record = journal.get(key)
      if (!record || (stateOf(record) !== 'submitting' && stateOf(record) !== 'uncertain')) return false
      const age = Date.now() - record.createdAt
      try {
        await dispatch(key, { type: 'accept', at: Date.now(), task: await client.getGeneration(key) })
        return false
      } catch (thrown) {
        const error = asLimnError(thrown)
        const sameLedger = record.ledgerId !== undefined && record.ledgerId === error.ledgerId
        const next = afterAsking(error, { sameLedger, age, online: navigator.onLine })
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

  async function pursue(key: string) {
    for (let unclearNow = true, attempt = 0; unclearNow; attempt += 1) {
      if (attempt > 0) await wake.sleep(Math.min(15_000, 500 * 2 ** attempt))
      if (!(await ask(key)) || stateNow(key) !== 'submitting') return
      await dispatch(key, { type: 'send', at: Date.now(), plain: false })
      unclearNow = await post(key)
    }
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
    send: (key, turn, leave) =>
      withLock(key, async () => {
        await turn
        const clear = !(await prepare(key)) || !(await post(key))
        leave()
        if (!clear) await pursue(key)
      }),
    resume,
    check: (key) =>
      withLock(key, async () => {
        const { plain, task, error } = journal.get(key)!
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
    giveUp: async (key, next) => {
      let givenUp = false
      await dispatch(key, { type: 'confirm' })
      await withLock(key, async () => {
        const answer = await client.abandonGeneration(key).catch(asLimnError)
        const { error } = journal.get(key)!
        if (answer === 'abandoned' || answer === 'uncertain') givenUp = true
        else if (!isLimnError(answer)) await dispatch(key, { type: 'accept', at: Date.now(), task: answer })
        else if (answer.ledger !== undefined && answer.code === 'idempotency_in_progress') await pursue(key)
        else if (answer.ledger !== undefined && (answer.status === 404 || answer.status === 410)) givenUp = true
        const first = givenUp && (await dispatch(key, { type: 'replace', by: next }))
        // Another tab was first: what it began is watched here too.
        if (givenUp && !first) for (const found of await journal.refresh()) void resume(found)
        givenUp = first
        if (!givenUp && stateNow(key) === 'uncertain') await dispatch(key, { type: 'doubt', error: error ?? unclear() })
      })
      return givenUp
    },
  }
}
