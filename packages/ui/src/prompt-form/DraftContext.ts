import type { RequestFields } from '@limn/core'
import type { Draft } from '@limn/react'
import { createContext, use } from 'react'
import type { Announce } from '../lazily/Handed.ts'
import type { EnhancePrompt } from './writing/Enhance.tsx'
import { useValue, type Value } from '../value/useValue.ts'

/** What the parts of a form share; `dragging`: something that may become a reference is held over it. */
export interface FormDraft {
  readonly draft: Draft
  readonly id: string
  readonly dragging?: boolean | undefined
  readonly enhance?: EnhancePrompt | undefined
  /** For what comes later: it brings no announcer of its own. */
  readonly say: Announce
}

/** The draft of the form around, and the prefix of the ids that tie its parts together. */
export const DraftContext = createContext<FormDraft | undefined>(undefined)

/** The form's draft, for a part that makes no sense without one. */
export function useFormDraft(part: string): FormDraft {
  const form = use(DraftContext)
  if (!form)
    throw new Error(`${part} reads the draft of a form, and there is none above it. Put it inside <PromptForm>.`)
  return form
}

/** A field of the form's draft; the part's own value where there is no form, or where the caller holds it. */
export function useDraftValue<Field extends 'size' | 'n' | 'quality' | 'output_format', T extends RequestFields[Field]>(
  field: Field,
  props: Value<T>,
  initial: T,
): readonly [value: T, move: (next: T) => void] {
  const form = use(DraftContext)
  const [own, tell] = useValue(props, initial)
  const move = (next: T) => tell(next, 'user')
  if (!form || props.value !== undefined) return [own, move]
  return [
    (form.draft.request[field] as T | undefined) ?? initial,
    (next) => {
      form.draft.set({ [field]: next })
      move(next)
    },
  ]
}
