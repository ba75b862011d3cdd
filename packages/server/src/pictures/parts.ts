/** What a cleaner keeps: pieces of the file, in order, and its pixels. */
export interface Cleaned {
  readonly width: number
  readonly height: number
  readonly parts: readonly Uint8Array[]
}

/** @throws RangeError when `bytes` end before `to`: the file is cut short. */
export function cut(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (to > bytes.length) throw new RangeError('cut short')
  return bytes.subarray(from, to)
}

/** Pieces of a file at most: no program writes as many, and each costs memory and time, however small. */
const MAX_PIECES = 20_000

/** @throws Error for a file of more pieces than any program writes. */
export function checkPieces(count: number): void {
  if (count > MAX_PIECES) throw new Error('it is in too many pieces')
}

/** Big or little endian numbers; reading behind the end is a RangeError. */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength)

/** Bytes as text, one character each. */
export const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Text as bytes, one each. */
export const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

/** All parts as one. */
export function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
