/** The moments at which it is worth looking again: seen, online, or back from the page cache. */
export interface Wake {
  /** Ends after `ms`, or at the next such moment. */
  readonly sleep: (ms: number) => Promise<void>
  /** `onChange` is called at each of them, and when the page is hidden (`isSeen: false`). */
  readonly start: (onChange: (isSeen: boolean) => void) => () => void
}

export function createWake(): Wake {
  const sleepers = new Set<() => void>()
  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          sleepers.delete(end)
          resolve()
        }
        const timer = setTimeout(end, ms)
        sleepers.add(end)
      }),
    start: (onChange) => {
      const change = () => {
        const isSeen = document.visibilityState !== 'hidden'
        if (isSeen) for (const end of sleepers) end()
        onChange(isSeen)
      }
      const left = new AbortController()
      const { signal } = left
      document.addEventListener('visibilitychange', change, { signal })
      addEventListener('online', change, { signal })
      // The first one of a page comes while it begins.
      addEventListener('pageshow', ({ persisted }) => persisted && change(), { signal })
      return () => left.abort()
    },
  }
}
