/** The longest slot, in characters. */
export const MAX_SLOT = 200

/** A slot as the `Limn-Slot` header carries it: printable ASCII stays, everything else (and `%`) is percent-encoded. */
export const encodeSlot = (slot: string): string =>
  slot.toWellFormed().replace(/[^\x21-\x7e]|%/gu, (character) => encodeURIComponent(character))

/** The slot that {@link encodeSlot} wrote; undefined when it is malformed or longer than 200 characters. */
export function decodeSlot(header: string): string | undefined {
  try {
    const slot = decodeURIComponent(header)
    return slot.length <= MAX_SLOT ? slot : undefined
  } catch {
    return undefined
  }
}
