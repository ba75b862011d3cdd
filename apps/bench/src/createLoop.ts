import type { Agenda } from '../../../packages/server/src/watch/agenda.ts'

/**
 * What pages without a scheduler do: each asks for its own task every `interval` ms, whatever the answer was. They were
 * not opened at one moment, so the first looks are spread.
 */
export function createLoop(interval: number, tasks: number): Agenda {
  const ids = new Set<string>()
  // As all wait equally long, whoever was heard first asks first.
  const line: { id: string; due: number }[] = []
  let next = 0
  return {
    add(id) {
      ids.add(id)
      line.push({ id, due: (ids.size / tasks) * interval })
    },
    remove: (id) => void ids.delete(id),
    has: (id) => ids.has(id),
    take(now) {
      if ((line[next]?.due ?? Infinity) > now) return undefined
      next += 1
      return line[next - 1]!.id
    },
    looked: (id, now) => void line.push({ id, due: now + interval }),
    wait: (now) => (next < line.length ? Math.max(0, line[next]!.due - now) : undefined),
    get size() {
      return ids.size
    },
  }
}
