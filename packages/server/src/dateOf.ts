let said = { second: Number.NaN, text: '' }

/** A time in ms since the epoch as the `date` header writes it; a second is written once. */
export function dateOf(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (said.second !== second) said = { second, text: new Date(ms).toUTCString() }
  return said.text
}
