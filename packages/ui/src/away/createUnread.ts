import type { Generation } from '@limn/core'
import { createNews, type NewsItem } from './createNews.ts'
import { isAway, onReturn } from './onReturn.ts'

/** What became news while the user is elsewhere, until they are back or it is so no more. */
export interface Unread {
  readonly follow: (generations: readonly Generation[]) => void
  readonly clear: () => void
}

interface UnreadEvents {
  /** Of what is unread something came or went. */
  readonly onChange: (items: ReadonlySet<NewsItem>) => void
  /** It became news before the user's eyes. */
  readonly onSeen?: (item: NewsItem) => void
}

export function createUnread({ onChange, onSeen }: UnreadEvents): Unread {
  const news = createNews()
  const items = new Set<NewsItem>()
  let stop: (() => void) | undefined
  const clear = () => {
    stop?.()
    stop = undefined
    if (items.size === 0) return
    items.clear()
    onChange(items)
  }
  return {
    clear,
    follow: (generations) => {
      const fresh = news.next(generations)
      const gone = [...items].filter((item) => !news.stands(item))
      for (const item of gone) items.delete(item)
      if (!isAway()) for (const item of fresh) onSeen?.(item)
      else for (const item of fresh) items.add(item)
      if (items.size > 0) stop ??= onReturn(clear)
      if (gone.length > 0 || fresh.length > 0) onChange(items)
    },
  }
}
