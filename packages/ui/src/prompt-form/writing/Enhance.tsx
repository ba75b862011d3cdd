import { isBlank } from '@limn/core'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { WritingMessages } from '../../messages/WritingMessages.ts'

/** Puts a sentence better: an app's own, by whatever means. */
export type EnhancePrompt = (prompt: string, options: { signal: AbortSignal }) => Promise<string>

interface EnhanceProps {
  enhance: EnhancePrompt
  text: string
  onText: (text: string) => void
  onSay: (text: string) => void
  words: WritingMessages
}

/** Asks for a better sentence, and gives the old one back. A sentence that was changed meanwhile is left alone. */
export function Enhance({ enhance, text, onText, onSay, words }: EnhanceProps): ReactNode {
  const [running, setRunning] = useState<AbortController>()
  const [made, setMade] = useState<{ readonly before: string; readonly after: string }>()
  const [failedFor, setFailedFor] = useState<string>()
  const latest = useRef(text)
  useEffect(() => void (latest.current = text))
  useEffect(() => () => running?.abort(), [running])
  const ask = async () => {
    const asked = new AbortController()
    setRunning(asked)
    setFailedFor(undefined)
    try {
      const after = await enhance(text, { signal: asked.signal })
      if (asked.signal.aborted || latest.current !== text || isBlank(after)) return
      setMade({ before: text, after })
      onText(after)
      onSay(after)
    } catch {
      if (!asked.signal.aborted) setFailedFor(text)
    } finally {
      setRunning((now) => (now === asked ? undefined : now))
    }
  }
  // One button whatever it says: it keeps the focus.
  const [label, press] = running
    ? [`${words.enhancing} · ${words.stop}`, () => running.abort()]
    : made && made.after === text
      ? [words.undo, () => onText(made.before)]
      : [words.enhance, () => void ask()]
  if (isBlank(text) && !running) return null
  return (
    <>
      <button className="limn-button" data-kind="quiet" type="button" aria-busy={running !== undefined} onClick={press}>
        {label}
      </button>
      {failedFor === text && (
        <span className="limn-text" role="alert">
          {words.enhanceFailed}
        </span>
      )}
    </>
  )
}
