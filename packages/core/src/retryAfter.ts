const HOUR = 3_600_000

/** ms to wait by a `Retry-After` header (seconds or an HTTP date), at most an hour; undefined when it says nothing usable. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  const wait = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /[a-z]/i.test(text)
      ? Date.parse(text) - now
      : Number.NaN
  return Number.isNaN(wait) || wait < 0 ? undefined : Math.min(wait, HOUR)
}
