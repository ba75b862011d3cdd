/** The year 5138: above it a number of seconds is a number of ms. */
export const MAX_SECONDS = 100_000_000_000

/** Seconds; a value in ms is brought down. */
export function readSeconds(value: unknown): number {
  if (typeof value !== 'number' || !(value > 0)) return 0
  const seconds = value > MAX_SECONDS ? value / 1000 : value
  return seconds > MAX_SECONDS ? 0 : Math.floor(seconds)
}
