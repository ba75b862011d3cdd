import type { Generation, Status } from '@limn/core'

/** What a plate without a picture looks like; the mark of its status, at full size. */
export type PlateLook = 'corners' | 'paper' | 'developing' | 'still' | 'dashed' | 'crossed' | 'struck'

const LOOKS = {
  queued: 'corners',
  submitting: 'paper',
  uncertain: 'dashed',
  pending: 'paper',
  processing: 'developing',
  succeeded: 'struck',
  failed: 'crossed',
  canceled: 'struck',
} as const satisfies Record<Status, PlateLook>

/** The look of a generation's empty plates. Nobody watching: the wash is there, dry and still. */
export function plateLook({ status, detached, stale }: Generation): PlateLook {
  const look = LOOKS[status]
  return look === 'developing' && (detached || stale) ? 'still' : look
}

/** One of eight pigments, by the words: the same sentence dries in the same colour. */
export function pigment(prompt: string): number {
  let hash = 0x811c9dc5
  for (const character of prompt) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 16) % 8
}
