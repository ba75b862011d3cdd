import { LimnError, MAX_SLOT, decodeSlot, isSound } from '@limn/core'

/** The place on screen a generation belongs to, as its header carries it. @throws LimnError `invalid_request` */
export function readSlot(header: string | null): string | undefined {
  const slot = header === null ? undefined : decodeSlot(header)
  if (header === null || (slot !== undefined && isSound(slot))) return slot
  throw new LimnError(
    'invalid_request',
    `\`Limn-Slot\` must be percent-encoded text of at most ${MAX_SLOT} characters.`,
  )
}
