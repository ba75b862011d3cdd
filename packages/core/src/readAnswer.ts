import { PLAIN_CAPABILITIES, type Capabilities } from './capabilities.ts'
import { LimnError, isLimnError } from './errors.ts'
import { readCapabilities } from './readCapabilities.ts'
import { readTask, type Task } from './task.ts'
import { isObject } from './text.ts'
import type { Answer } from './transport.ts'

/** The task of an answer; its URLs as the page must write them. @throws LimnError */
export function toTask(answer: Answer, resolve: (url: string) => string): Task {
  if (!answer.ok) throw answer.error()
  try {
    const task = readTask(answer.body, { proxied: answer.limn })
    return { ...task, data: task.data.map(({ url }) => ({ url: url && resolve(url) })) }
  } catch (error) {
    if (!isLimnError(error)) throw error
    throw new LimnError(error.code, error.message, { ...error.toJSON(), status: answer.status })
  }
}

/** Entries of a list, each the task or the error that stands in its place. @throws LimnError */
export function toEntries(answer: Answer, resolve: (url: string) => string): readonly (Task | LimnError)[] {
  if (!answer.ok) throw answer.error()
  const data = isObject(answer.body) && Array.isArray(answer.body.data) ? answer.body.data : undefined
  if (!data) throw new LimnError('invalid_response', 'The answer is not a list of tasks.', { status: answer.status })
  return data.map((entry: unknown) => {
    if (isObject(entry) && entry.error && entry.status === undefined) return answer.error(entry)
    try {
      return toTask({ ...answer, body: entry }, resolve)
    } catch (error) {
      return error as LimnError
    }
  })
}

/** Only `limn: 1` makes a proxy limn's; a limn error, 429, 5xx or no answer leaves it open; all else is a plain proxy. */
export function toCapabilities(answer: Answer): Capabilities {
  const capabilities = answer.ok ? readCapabilities(answer.body, Date.now()) : undefined
  if (capabilities) return capabilities
  const error = answer.error()
  if (error.ledger !== undefined || answer.status === 429 || answer.status >= 500) throw error
  return PLAIN_CAPABILITIES
}
