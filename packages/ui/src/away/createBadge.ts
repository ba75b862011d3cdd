import type { Generation } from '@limn/core'
import { createNews } from './createNews.ts'
import { isAway, onReturn } from './onReturn.ts'

/** What stands before the title of the page. */
export interface Badge {
  readonly follow: (generations: readonly Generation[]) => void
  readonly leave: () => void
}

const MARK = /^\(\d+\) [✓!] /u

/** Counts what became news while the user is elsewhere: `✓` where all of it went well, `!` where something did not. */
export function createBadge(): Badge {
  const news = createNews()
  const unread = new Map<string, boolean>()
  const read = () => {
    unread.clear()
    mark(unread)
  }
  const stop = onReturn(read)
  return {
    follow: (generations) => {
      const fresh = news(generations)
      if (fresh.length === 0 || !isAway()) return
      for (const { key, status } of fresh) unread.set(key, status === 'succeeded')
      mark(unread)
    },
    leave: () => {
      stop()
      read()
    },
  }
}

function mark(unread: ReadonlyMap<string, boolean>) {
  const plain = document.title.replace(MARK, '')
  const sign = [...unread.values()].every(Boolean) ? '✓' : '!'
  const next = unread.size > 0 ? `(${unread.size}) ${sign} ${plain}` : plain
  if (next !== document.title) document.title = next
}
