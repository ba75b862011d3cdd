import { useEffect, useRef } from 'react'
import { announce, liveRegion } from './announce.ts'

// Two parts may show one generation: what was last said of a subject is said once.
const said = new Map<string, string>()

/** Says `text` when it changes while this part is on screen: transitions, never what was found at mount. */
export function useAnnounceChange(subject: string, text: string): void {
  const seen = useRef({ subject, text })
  useEffect(() => {
    liveRegion()
    const before = seen.current
    seen.current = { subject, text }
    if (before.subject !== subject || before.text === text || !text || said.get(subject) === text) return
    said.set(subject, text)
    announce(text)
  }, [subject, text])
}
