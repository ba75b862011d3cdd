import { isLimnError, type Client, type Task } from '@limn/core'
import type { Call } from './Call.ts'

/** What changed of the call that `note` was given first. */
type Note = (key: string | undefined, call: Call, before?: Call) => void

/**
 * Notes each call that goes through this client, by its generation's key. All of an engine's calls do, so it is changed in
 * place: an app without devtools carries nothing for them. `keyOf`: the generation of a task's id.
 */
export function watchClient(client: Client, keyOf: (id: string) => string | undefined, note: Note): void {
  const { createTask, getTask, getGeneration, abandonGeneration } = client

  async function watched<T extends Task | string>(
    key: string | undefined,
    begun: Omit<Call, 'at'>,
    answer: Promise<T>,
  ): Promise<T> {
    const call = { ...begun, at: Date.now() }
    note(key, call)
    const end = (said: string, failed: boolean) => note(key, { ...call, end: Date.now(), said, failed }, call)
    try {
      const told = await answer
      end(typeof told === 'string' ? told : told.status, false)
      return told
    } catch (error) {
      end(isLimnError(error) ? error.code : String(error), true)
      throw error
    }
  }

  Object.assign(client, {
    createTask: (request, options) => watched(options.key, { what: 'create' }, createTask(request, options)),
    getTask: (id, options) => watched(keyOf(id), { what: 'look', wait: options?.wait }, getTask(id, options)),
    getGeneration: (key, options) => watched(key, { what: 'ask' }, getGeneration(key, options)),
    abandonGeneration: (key, options) => watched(key, { what: 'abandon' }, abandonGeneration(key, options)),
  } satisfies Partial<Client>)
}
