import type { Generation } from '@limn/core'
import type { NewsItem } from './createNews.ts'
import { createUnread } from './createUnread.ts'
import { show } from './notifyWish.ts'
import { isAway } from './onReturn.ts'

/** The words of one notice. */
interface NoticeText {
  readonly title: string
  readonly body: string
  readonly lang: string
}

/** Notifications of the system, while the user is elsewhere. */
export interface Notices {
  /** `say` is there while they are wished for. */
  readonly follow: (
    generations: readonly Generation[],
    say: ((generation: Generation) => NoticeText) | undefined,
  ) => void
  readonly leave: () => void
}

/** ms that a window without the focus leaves to one that has it. */
const TURN = 1000
/** ms for which what another window has shown counts: the same may come again. */
const MEMORY = 60_000

export function createNotices(): Notices {
  const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('limn:seen') : undefined
  /** ms on this page's clock when another window of this browser showed it. */
  const seen = new Map<string, number>()
  others?.addEventListener('message', ({ data }: MessageEvent<string>) => seen.set(data, performance.now()))
  const isSeen = (name: string) => performance.now() - (seen.get(name) ?? -Infinity) < MEMORY
  const endings = new Map<NewsItem, () => void>()
  let say: ((generation: Generation) => NoticeText) | undefined

  /** Shows it when nobody has seen it elsewhere; returns how to take it back. */
  function begin({ generation, name }: NewsItem): () => void {
    let notice: Notification | undefined
    const timer = setTimeout(() => {
      if (!say || !isAway() || isSeen(name)) return
      const { title, ...rest } = say(generation)
      // Two tabs that tell the same show one notice.
      notice = show(title, { ...rest, tag: name })
      notice?.addEventListener('click', () => {
        focus()
        notice?.close()
      })
    }, TURN)
    return () => {
      clearTimeout(timer)
      notice?.close()
    }
  }

  const unread = createUnread({
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
    onSeen: ({ name }) => others?.postMessage(name),
    onChange: (items) => {
      for (const [item, end] of endings) {
        if (items.has(item)) continue
        end()
        endings.delete(item)
      }
      for (const item of items) if (!endings.has(item)) endings.set(item, begin(item))
    },
  })

  return {
    follow: (generations, nextSay) => {
      say = nextSay
      unread.follow(generations)
      if (!say) unread.clear()
    },
    leave: () => {
      unread.clear()
      others?.close()
    },
  }
}
