import { useEffect, useRef, type RefObject } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { announce, prepare } from './announce.ts'

// Two parts may show one generation: what was last said of a subject is said once.
const said = new Map<string, string>()

/**
 * Says `text` when it changes while this part is on screen: transitions, never what was found at mount, nor the same in
 * another language. Nor when the focus has just come to `part`: then its name is read, which tells it.
 */
export function useAnnounceChange(subject: string, text: string, part?: RefObject<Element | null>): void {
  const { lang } = useMessages()
  const seen = useRef({ subject, text, lang, focused: false })
  useEffect(() => {
    prepare(lang)
    const before = seen.current
    const focused = part !== undefined && document.activeElement === part.current
    seen.current = { subject, text, lang, focused }
    if (before.lang !== lang || before.subject !== subject || before.text === text) return
    if (!text || said.get(subject) === text) return
    said.set(subject, text)
    if (before.focused || !focused) announce(text)
  }, [subject, text, lang, part])
}
