/** What was last told of a subject, in this window or in another. */
const told = new Map<string, string>()

/** ms that a window without the focus leaves to the one that has it. Each its own, or two of them would begin at once. */
const TURN = 200 + Math.random() * 200

interface Told {
  readonly subject: string
  readonly text: string
}

const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('limn:told') : undefined
others?.addEventListener('message', ({ data }: MessageEvent<Told>) => told.set(data.subject, data.text))

/**
 * Calls `say` where this is new of the subject. `isShared`: other windows may know of it too; of those that are seen one
 * says it, the one with the focus first.
 */
export function inTurn({ subject, text }: Told, isShared: boolean, say: () => void): void {
  const isSeen = !document.hidden
  const now = () => {
    if (told.get(subject) === text) return
    told.set(subject, text)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
    if (isShared && isSeen) others?.postMessage({ subject, text } satisfies Told)
    say()
  }
  if (isShared && isSeen && !document.hasFocus()) setTimeout(now, TURN)
  else now()
}
