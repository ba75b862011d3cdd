import { KEY_PATTERN, LimnError, keyTime } from '@limn/core'

/** ms a key is remembered at least; an older UUIDv7 is refused, so that pruning never re-opens one. */
export const RETENTION = 30 * 24 * 3_600_000

/** ms a key may be ahead of this clock. */
export const AHEAD = 3_600_000

/**
 * The key of an `Idempotency-Key` header, bare or in double quotes.
 * @throws LimnError `idempotency_key_required`, `idempotency_key_invalid`
 */
export function readKey(header: string | null): string {
  if (header === null)
    throw new LimnError(
      'idempotency_key_required',
      'Send an `Idempotency-Key` header: one fresh key for each thing a user asks for. Without it a repeated request would be charged twice.',
    )
  const key = unquoted(header)
  if (KEY_PATTERN.test(key)) return key
  throw new LimnError(
    'idempotency_key_invalid',
    '`Idempotency-Key` must be one value of 1 to 255 characters out of A–Z a–z 0–9 . _ ~ : @ + = -',
  )
}

/** A header's value without white space and quotes around it. */
export const unquoted = (header: string): string => /^"([^"]*)"$/.exec(header.trim())?.[1] ?? header.trim()

/** The key in a path; undefined when no key can be written so. */
export function keyOfPath(segment: string): string | undefined {
  try {
    const key = decodeURIComponent(segment)
    return KEY_PATTERN.test(key) ? key : undefined
  } catch {
    return undefined
  }
}

/** Refuses a key that carries its age (UUIDv7) and is out of its time. @throws LimnError `key_expired` */
export function checkKeyAge(key: string, now: number): void {
  const minted = keyTime(key)
  if (minted === undefined || (now - minted <= RETENTION && minted - now <= AHEAD)) return
  throw new LimnError(
    'key_expired',
    `This key says it was made at ${new Date(minted).toISOString()}; here it is ${new Date(now).toISOString()}. ` +
      'A key is good for 30 days and at most an hour ahead: nothing was sent. Make a new key by the clock of this server.',
  )
}
