import { useCapabilities } from '@limn/react'
import type { ReactNode } from 'react'
import type { WritingMessages } from '../../messages/WritingMessages.ts'

/** The part of the limit from which on it is worth a word. */
const NEAR = 0.9

/** How much still fits, once that is little; or how much is too much, counted as people count. */
export function Counter({ text, words }: { text: string; words: WritingMessages }): ReactNode {
  const { maxPrompt } = useCapabilities()
  // A text has at most as many code points as units.
  if (text.length < maxPrompt * NEAR) return null
  const points = Array.from(text)
  if (points.length < maxPrompt * NEAR) return null
  const left = maxPrompt - points.length
  return (
    <span className="limn-meta">{left >= 0 ? words.left(left) : words.over(graphemes(points.slice(maxPrompt)))}</span>
  )
}

const graphemes = (points: readonly string[]) => Array.from(new Intl.Segmenter().segment(points.join(''))).length
