/** What an idempotency key may look like: 1–255 of these characters, and not `.` or `..`. */
export const KEY_PATTERN: RegExp = /^(?!\.{1,2}$)[A-Za-z0-9._~:@+=-]{1,255}$/

/** A fresh key: UUIDv7 (RFC 9562), `now` in ms since the epoch by the clock of the proxy. */
export function mintKey(now: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let index = 0, rest = Math.max(0, Math.floor(now)); index < 6; index += 1, rest = Math.floor(rest / 256))
    bytes[5 - index] = rest % 256
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** When a UUIDv7 key was minted, in ms since the epoch; undefined for any other key. */
export function keyTime(key: string): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(key)
  return match ? Number.parseInt(`${match[1]}${match[2]}`, 16) : undefined
}
