/** Whether the user is elsewhere: in another tab, window or app. */
export const isAway = (): boolean => document.hidden || !document.hasFocus()

/** ms between looks: what is focused in a frame of another page tells nobody. */
const LOOK = 1000

/** Calls `read` when the page is seen again; returns how to stop that. */
export function onReturn(read: () => void): () => void {
  const left = new AbortController()
  const look = setInterval(() => isAway() || read(), LOOK)
  addEventListener('focus', read, left)
  document.addEventListener('visibilitychange', () => document.hidden || read(), left)
  return () => {
    left.abort()
    clearInterval(look)
  }
}
