import { LimnError, isLimnError } from '@limn/core'
import { within, type Environment } from '../environment.ts'

/** ms the app's own code may take. */
const PATIENCE = 10_000

/**
 * What a piece of the app's own code answers, such as `authorize`.
 * @throws LimnError `internal_error` with the app's own error as `cause`, `upstream_unavailable` after 10 s, or whatever
 * LimnError it throws
 */
export async function askHook<T>(name: string, environment: Environment, hook: () => T | Promise<T>): Promise<T> {
  try {
    const answer = hook()
    if (!isThenable(answer)) return answer
    return await within(PATIENCE, environment, Promise.resolve(answer), () => tooSlow(name))
  } catch (error) {
    throw isLimnError(error) ? error : hookFault(`${name} threw`, error)
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function'

/** The app's code is wrong: its operator hears `what`, the caller does not. */
export const hookFault = (what: string, cause?: unknown): LimnError =>
  new LimnError('internal_error', 'Something went wrong on this server. Nothing was sent.', {
    cause: new Error(what, { cause }),
  })

const tooSlow = (name: string) =>
  new LimnError('upstream_unavailable', 'This server could not tell in time who may ask for what. Nothing was sent.', {
    cause: new Error(`${name} gave no answer within ${PATIENCE / 1000} s`),
  })
