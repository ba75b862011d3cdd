import type { Generation } from '@limn/core'
import { createNews } from './createNews.ts'
import { giveUpNotify } from './notifyWish.ts'
import { isAway, onReturn } from './onReturn.ts'

/** The words of one notice. */
interface NoticeText {
  readonly title: string
  readonly body: string
  readonly lang: string
}

/** Notifications of the system, while the user is elsewhere. */
export interface Notices {
  readonly follow: (
    generations: readonly Generation[],
    say: ((generation: Generation) => NoticeText) | undefined,
  ) => void
  readonly leave: () => void
}

/** ms that a window without the focus leaves to one that has it. */
const TURN = 1000

/** What stood before the user's eyes in another window of this browser. */
const seen = new Set<string>()
const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('limn:seen') : undefined
others?.addEventListener('message', ({ data }: MessageEvent<string>) => seen.add(data))

export function createNotices(): Notices {
  const news = createNews()
  const shown = new Set<Notification>()
  const clear = () => {
    for (const notice of shown) notice.close()
    shown.clear()
  }
  const stop = onReturn(clear)

  function show({ key }: Generation, { title, ...rest }: NoticeText) {
    try {
      // Two tabs that tell of one generation show one notice.
      const notice = new Notification(title, { ...rest, tag: key })
      shown.add(notice)
      notice.addEventListener('click', () => {
        focus()
        notice.close()
      })
    } catch {
      giveUpNotify()
    }
  }

  return {
    follow: (generations, say) => {
      for (const generation of news(generations)) {
        const name = `${generation.key} ${generation.status}`
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
        if (!isAway()) others?.postMessage(name)
        else if (say) {
          const text = say(generation)
          setTimeout(() => isAway() && !seen.has(name) && show(generation, text), TURN)
        }
      }
    },
    leave: () => {
      stop()
      clear()
    },
  }
}
