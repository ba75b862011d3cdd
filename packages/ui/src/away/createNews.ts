import type { Generation } from '@limn/core'

/** One thing worth telling someone who is elsewhere. */
export interface NewsItem {
  readonly generation: Generation
  /** The same in every window, for the same news of the same generation. */
  readonly name: string
}

/** Follows a list. Nothing of what it was found with is news. */
export interface News {
  /** What has become news since this was last asked. */
  readonly next: (generations: readonly Generation[]) => readonly NewsItem[]
  /** Whether that is still so, and still in the list. */
  readonly stands: (item: NewsItem) => boolean
}

export function createNews(): News {
  let open: ReadonlyMap<string, string | undefined> = new Map()
  let latest: readonly Generation[] = []
  return {
    next: (generations) => {
      const before = open
      latest = generations
      open = new Map(generations.filter(({ settled }) => !settled).map((one) => [one.key, nameOf(one)]))
      return generations.flatMap((generation) => {
        const name = nameOf(generation)
        const isNews = name !== undefined && before.has(generation.key) && before.get(generation.key) !== name
        return isNews ? [{ generation, name }] : []
      })
    },
    stands: ({ generation: { key }, name }) => {
      const now = latest.find((one) => one.key === key)
      return now !== undefined && nameOf(now) === name
    },
  }
}

/** It has ended, not by the user's own hand, or goes on only with them. */
function nameOf({ key, status, settled, needsAuth, confirming }: Generation): string | undefined {
  if (needsAuth) return `${key} needsAuth`
  const isOver = settled ? status !== 'canceled' : status === 'uncertain' && !confirming
  return isOver ? `${key} ${status}` : undefined
}
