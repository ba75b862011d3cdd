const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = 0

const tick = () => {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** One clock for all that count seconds; it stands still while nobody looks. */
export const secondsClock = {
  /** ms since the epoch, at the last full tick. */
  now: (): number => {
    if (timer === undefined) now = Math.max(now, Math.floor(Date.now() / 1000) * 1000)
    return now
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    if (timer === undefined) {
      timer = setInterval(tick, 1000)
      now = Date.now()
    }
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      clearInterval(timer)
      timer = undefined
    }
  },
}
