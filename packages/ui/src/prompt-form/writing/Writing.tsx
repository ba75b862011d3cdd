import type { ReactNode } from 'react'
import type { Handed } from '../../lazily/Handed.ts'
import type { FormDraft } from '../DraftContext.ts'
import { Counter } from './Counter.tsx'
import { Enhance } from './Enhance.tsx'
import { useHistory } from './useHistory.ts'

interface WritingProps {
  /** Of the field. */
  id: string
  form: FormDraft
}

/** What helps while a sentence is written. It comes after the field. */
export function Writing({ id, form, messages }: WritingProps & Handed): ReactNode {
  const { draft, enhance, say } = form
  const { writing: words } = messages
  useHistory(id, draft, say)
  const text = draft.request.prompt ?? ''
  return (
    <div className="limn-actions limn-writing">
      {enhance && (
        <Enhance enhance={enhance} text={text} onText={(prompt) => draft.set({ prompt })} onSay={say} words={words} />
      )}
      <Counter text={text} words={words} />
    </div>
  )
}
