import { useSyncExternalStore } from 'react'

const MINUTE = 60_000

/** The time to the minute, ms: enough for "2 min ago". Undefined on a server, where nobody knows the reader's clock. */
export const useMinute = (): number | undefined => useSyncExternalStore(subscribe, read, () => undefined)

// The middle of the minute: never wrong by more than half of one.
const read = () => (Math.floor(Date.now() / MINUTE) + 0.5) * MINUTE

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, MINUTE / 2)
  return () => clearInterval(timer)
}
