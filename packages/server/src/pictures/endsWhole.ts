import type { PictureType } from '@limn/core'
import { latin1, viewOf } from './parts.ts'

/** Bytes from the end in which a picture's own end stands, though a program has written something behind it. */
export const TAIL = 4096

/**
 * Whether a file of `count` bytes, known by its first and last ones, comes to the end that its kind has. For one whose length
 * nobody has announced: a connection that just closes looks like an end.
 */
export function endsWhole(
  type: PictureType,
  { head, tail, count }: { readonly head: Uint8Array; readonly tail: Uint8Array; readonly count: number },
): boolean {
  if (type === 'image/webp') return count >= 8 + viewOf(head).getUint32(4, true)
  return latin1(tail).includes(type === 'image/png' ? 'IEND\u00ae\u0042\u0060\u0082' : '\u00ff\u00d9')
}
