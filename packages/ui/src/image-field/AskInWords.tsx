import type { RequestFields } from '@limn/core'
import { useDraft } from '@limn/react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { announce } from '../announce/announce.ts'
import { DraftContext } from '../prompt-form/DraftContext.ts'
import { PromptField } from '../prompt-form/PromptField.tsx'
import { PromptSubmit, useWhy } from '../prompt-form/PromptSubmit.tsx'

interface AskInWordsProps {
  slot: string
  /** Of the app, not of the user. */
  settings: RequestFields
}

/** The user says what to draw. No form of its own: it stands in one, and Enter must not send that. */
export function AskInWords({ slot, settings }: AskInWordsProps): ReactNode {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const draft = useDraft({ slot, initial: settings, concurrency: 1, whenBusy: 'refuse' })
  const why = useWhy(draft)
  const asked = JSON.stringify(settings)
  const given = useRef<string>(undefined)
  // What an earlier page kept of the draft is the words; these are the app's as of now.
  useEffect(() => {
    if (given.current !== asked) draft.set(settings)
    given.current = asked
  })
  const press = () => {
    if (!draft.submitProps['aria-disabled']) draft.submit()
    else {
      if (why) announce(why)
      field.current?.focus()
    }
  }
  return (
    <DraftContext value={{ draft, id, say: announce }}>
      <div className="limn-sheet limn-field-ask">
        <PromptField ref={field} />
        <PromptSubmit type="button" onClick={press} />
      </div>
    </DraftContext>
  )
}
