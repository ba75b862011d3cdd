import { useEffect, useRef, type RefObject } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { withVoice } from './announce.ts'

/**
 * Says `text` when it changes while this part is on screen: transitions, never what was found at mount, nor the same in
 * another language. `part` shows a generation, whose key is the subject: one window says it, and none when the focus has
 * just come to it; then its name is read, which tells it.
 */
export function useAnnounceChange(subject: string, text: string, part?: RefObject<Element | null>): void {
  const messages = useMessages()
  const { lang } = messages
  const seen = useRef({ subject, text, lang, focused: false })
  useEffect(() => {
    // A live region has to stand there before it is first filled.
    withVoice(({ liveRegion }) => void (liveRegion().lang = lang))
    const before = seen.current
    const focused = part !== undefined && document.activeElement === part.current
    seen.current = { subject, text, lang, focused }
    if (before.lang !== lang || before.subject !== subject || before.text === text) return
    withVoice(({ tell }) =>
      tell(subject, text, messages, { silently: focused && !before.focused, isShared: part !== undefined }),
    )
  }, [subject, text, lang, messages, part])
}
