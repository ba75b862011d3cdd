import { LimnError } from '@limn/core'

const WAITING = 100

/**
 * Runs at most `places` works of one name at once, the rest in the order they came.
 * @throws LimnError `rate_limited`, saying `full`, when 100 wait
 */
export function createTurns(places: number, full: string) {
  const lines = new Map<string, { running: number; readonly waiting: (() => void)[] }>()
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const line = lines.get(name) ?? { running: 0, waiting: [] }
    lines.set(name, line)
    if (line.running < places) line.running += 1
    else if (line.waiting.length < WAITING) await new Promise<void>((go) => void line.waiting.push(go))
    else throw new LimnError('rate_limited', full, { retryAfter: 1000 })
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next) next()
      else line.running -= 1
      if (line.running === 0) lines.delete(name)
    }
  }
}
