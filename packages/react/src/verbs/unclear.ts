import { isLimnError, LimnError } from '@limn/core'

/** What was thrown, as an error that has a code. */
export const asLimnError = (error: unknown): LimnError =>
  isLimnError(error)
    ? error
    : new LimnError('internal_error', error instanceof Error ? error.message : String(error), { cause: error })

/** Sent, and nobody knows what became of it. */
export const unclear = (cause?: LimnError) =>
  new LimnError('outcome_unknown', 'No clear answer came. It may be in the making, and charged.', {
    cause,
    upstream: cause?.upstream ?? (cause && { code: cause.code, message: cause.message }),
    status: cause?.status,
    requestId: cause?.requestId,
  })

/** limn asked: the key was never seen, and will not be taken any more. */
export const notSent = () => new LimnError('upstream_unavailable', 'It was not sent, and is not charged. Ask again.')

/** Refused, because the app asked for a journal that lasts. */
export const unwritable = () =>
  new LimnError(
    'journal_unavailable',
    'This browser lets nothing be stored, so a reload would lose the picture. Nothing was sent.',
  )

/** Why nothing left this browser; codes that leave the charge open would say less than is known. */
export function unsent(thrown: unknown): LimnError {
  const error = asLimnError(thrown)
  if (error.charged === 'no') return error
  const code = navigator.onLine ? 'upstream_unavailable' : 'offline'
  return new LimnError(code, 'The image service does not answer. Nothing was sent.', {
    cause: error,
    retryAfter: error.retryAfter,
    status: error.status,
  })
}
