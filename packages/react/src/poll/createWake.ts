/** The moments at which it is worth looking again: seen, online, or back from the page cache. */
export interface Wake {
  /** Ends after `ms`, or at the next such moment. */
  readonly sleep: (ms: number) => Promise<void>
  readonly start: (onWake: () => void) => () => void
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
    start: (onWake) => {
      const wake = () => {
        if (document.visibilityState === 'hidden') return
        for (const end of sleepers) end()
        onWake()
      }
      document.addEventListener('visibilitychange', wake)
      addEventListener('online', wake)
      addEventListener('pageshow', wake)
      return () => {
        document.removeEventListener('visibilitychange', wake)
        removeEventListener('online', wake)
        removeEventListener('pageshow', wake)
      }
    },
  }
}
