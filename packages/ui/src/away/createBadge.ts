import type { Limn } from '@limn/react'
import type { NewsItem } from './createNews.ts'
import { createUnread } from './createUnread.ts'

const MARK = /\(\d+\) [✓!](?: |$)/u
/** ms between looks at a title that the page itself may have changed. */
const LOOK = 1000

/** Counts what is unread before the title of the page: `✓` where all of it went well, `!` where something did not. Returns how to end that. */
export function createBadge(limn: Limn): () => void {
  let mark = ''
  let keep: ReturnType<typeof setInterval> | undefined
  const unread = createUnread({
    onChange: (items) => {
      mark = markOf(items)
      put(mark)
      clearInterval(keep)
      // A page that gives itself another title keeps the mark. By the clock: two observers would never end.
      if (mark) keep = setInterval(() => MARK.test(document.title) || put(mark), LOOK)
    },
  })
  const follow = () => unread.follow(limn.list())
  const stop = limn.subscribe(follow)
  follow()
  return () => {
    stop()
    unread.clear()
  }
}

function markOf(items: ReadonlySet<NewsItem>): string {
  const isFine = [...items].every(({ generation }) => generation.status === 'succeeded')
  return items.size > 0 ? `(${items.size}) ${isFine ? '✓' : '!'} ` : ''
}

function put(mark: string) {
  const next = (mark + document.title.replace(MARK, '')).trim()
  if (next !== document.title) document.title = next
}
