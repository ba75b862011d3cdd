/** Whether the user is elsewhere: in another tab, window or app. */
export const isAway = (): boolean => document.hidden || !document.hasFocus()

/** Calls `read` when the page is seen again; returns how to stop that. */
export function onReturn(read: () => void): () => void {
  const left = new AbortController()
  addEventListener('focus', read, left)
  document.addEventListener('visibilitychange', () => document.hidden || read(), left)
  return () => left.abort()
}
