import { useDraft, type Draft, type UseDraftOptions } from '@limn/react'
import { useId, type SubmitEvent, type ReactNode } from 'react'
import { announce } from '../announce/announce.ts'
import { useAnnounceChange } from '../announce/useAnnounceChange.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { useDragging } from '../reference-tray/useDragging.ts'
import { mergeProps } from '../render/mergeProps.ts'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { DraftContext } from './DraftContext.ts'
import { hasRefused, isEmpty } from './FieldNote.tsx'
import { PromptField } from './PromptField.tsx'
import { PromptOptions } from './PromptOptions.tsx'
import { PromptReferences } from './PromptReferences.tsx'
import type { EnhancePrompt } from './writing/Enhance.tsx'
import { PromptSubmit, useWhy } from './PromptSubmit.tsx'

type PromptFormState = { blocked: boolean; editing: boolean; dragging: boolean }
type FormProps = PartProps<'form', PromptFormState> & {
  /** A button asks it for a better sentence, and gives the old one back. @default none */
  enhancePrompt?: EnhancePrompt | undefined
  /** @default PromptField, PromptReferences, PromptOptions, PromptSubmit */
  children?: ReactNode
}

/** Props of {@link PromptForm}. */
export type PromptFormProps = FormProps &
  UseDraftOptions & {
    /** Share one with a gallery, for remix; the options of a draft are then its own. @default one made here, from the options here */
    draft?: Draft | undefined
  }

/** A sentence, its settings and what it costs. Sends once, however it is pressed. */
export function PromptForm({ draft, ...props }: PromptFormProps): ReactNode {
  return draft ? <Form draft={draft} {...props} /> : <OwnDraft {...props} />
}

function OwnDraft({
  initial,
  submitMode,
  persist,
  onSubmitted,
  slot,
  concurrency,
  whenBusy,
  ...props
}: Omit<PromptFormProps, 'draft'>) {
  const draft = useDraft({ initial, submitMode, persist, onSubmitted, slot, concurrency, whenBusy })
  return <Form draft={draft} {...props} />
}

function Form({ draft, children, enhancePrompt, ...props }: FormProps & { draft: Draft }) {
  const id = useId()
  const { errors, references } = useMessages()
  const why = useWhy(draft)
  const blocked = Boolean(draft.submitProps['aria-disabled'])
  // What is wrong with a reference is said at the reference.
  const problem = isEmpty(draft) || hasRefused(draft) ? undefined : draft.problem
  const [dragging, drag] = useDragging()
  useAnnounceChange(id, problem ? errors[problem.code].title : '')
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    draft.formProps.onSubmit?.(event)
    if (!blocked) return
    if (why) announce(why)
    if (!problem || problem.param === 'prompt') document.getElementById(`${id}-field`)?.focus()
  }
  useAnnounceChange(`${id}-waiting`, draft.waiting ? references.waiting : '')
  return useRender('form', 'prompt-form', { blocked, editing: draft.references.length > 0, dragging }, props, {
    ...mergeProps(draft.formProps, drag),
    onSubmit,
    noValidate: true,
    children: (
      <DraftContext value={{ draft, id, dragging, enhance: enhancePrompt, say: announce }}>
        <div className="limn-sheet">
          {children ?? (
            <>
              <PromptField />
              <PromptReferences />
              <PromptOptions />
              <PromptSubmit />
            </>
          )}
        </div>
      </DraftContext>
    ),
  })
}
