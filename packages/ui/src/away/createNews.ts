import type { Generation } from '@limn/core'

/** What has become news since this was last asked. Nothing of what a page was opened with. */
export type News = (generations: readonly Generation[]) => readonly Generation[]

export function createNews(): News {
  let open: ReadonlyMap<string, string | undefined> = new Map()
  return (generations) => {
    const before = open
    open = new Map(generations.filter(({ settled }) => !settled).map((one) => [one.key, newsOf(one)]))
    return generations.filter((one) => {
      const news = newsOf(one)
      return news !== undefined && before.has(one.key) && before.get(one.key) !== news
    })
  }
}

/** Worth telling someone who is elsewhere: it has ended, not by their own hand, or goes on only with them. */
function newsOf({ status, settled, needsAuth, confirming }: Generation): string | undefined {
  if (needsAuth) return 'needsAuth'
  if (settled) return status === 'canceled' ? undefined : status
  return status === 'uncertain' && !confirming ? status : undefined
}
