import type { ErrorCode } from '@limn/core'
import { codeOf, errorOf, inWords, isRefusal, type Heard } from './heard.ts'
import { fault, ok, warning, type Finding } from './point.ts'
import type { Visit } from './visit.ts'

/** What a refusal must be: on a limn proxy by status and code, on a plain one by its status alone. */
export function expectRefusal(
  { capabilities }: Visit,
  answer: Heard,
  wanted: { readonly status: number; readonly code: ErrorCode; readonly plain?: 'any' },
): Finding {
  const { status, code, plain } = wanted
  const words = inWords(answer)
  if (capabilities === undefined && plain && isRefusal(answer)) return ok(words)
  if (answer.status !== status) return fault(`${words}, not ${status}`)
  // A body without the API's shape is another point's fault.
  if (capabilities && errorOf(answer) && codeOf(answer) !== code) return fault(`${words}, not ${code}`)
  return ok(words)
}

/**
 * Whether what another site sent was refused for that: a wrong request is always refused, so the answer must differ from
 * the one that a page of the app gets to the same request.
 */
export function expectTurnedAway(answer: Heard, usual: Heard): Finding {
  const words = inWords(answer)
  if (answer.status < 300) return fault(`${words}: it was let in`)
  if (answer.status >= 500) return warning(`${words}: refused, but by an accident`)
  const same = answer.status === usual.status && codeOf(answer) === codeOf(usual)
  if (!same || answer.status === 401 || answer.status === 403) return ok(words)
  return fault(`${words}, the same as a page of the app gets: it was read`)
}
