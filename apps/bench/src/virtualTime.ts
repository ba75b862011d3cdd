interface Timer {
  readonly at: number
  run: (() => void) | undefined
}

/**
 * Runs `begin` under timers and a `Date.now` that cost no time, then one timer after another until none is left, each
 * with all that it resolves.
 */
export async function inVirtualTime(begin: () => void): Promise<void> {
  const { setTimeout, clearTimeout } = globalThis
  const dateNow = Date.now
  const timers: Timer[] = []
  let now = 1

  const set = (run: () => void, ms = 0): Timer => {
    const at = now + Math.max(1, ms)
    let [low, high] = [0, timers.length]
    // The next to run stands last; of two at one moment the older.
    while (low < high) {
      const middle = (low + high) >> 1
      if (timers[middle]!.at > at) low = middle + 1
      else high = middle
    }
    const timer = { at, run }
    timers.splice(low, 0, timer)
    return timer
  }
  const clear = (timer?: Timer) => {
    if (timer) timer.run = undefined
  }
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear })
  Date.now = () => now
  try {
    begin()
    for (;;) {
      await settled()
      let next = timers.pop()
      while (next && !next.run) next = timers.pop()
      if (!next?.run) return
      now = next.at
      next.run()
    }
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout })
    Date.now = dateNow
  }
}

const { setImmediate } = globalThis
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
