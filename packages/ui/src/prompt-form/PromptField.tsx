import type { ReactNode } from 'react'
import { lazily } from '../lazily/lazily.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { useFormDraft } from './DraftContext.ts'
import { FieldNote, noteId, problemOf } from './FieldNote.tsx'

const PARAMS = ['prompt', undefined] as const

/** Props of {@link PromptField}. */
export type PromptFieldProps = PartProps<'textarea', { invalid: boolean }> & {
  /** @default "Describe a picture"; with references, "Describe the edit" */
  label?: ReactNode
}

/** The sentence, with its label, and what is wrong with it. It grows with the words. */
export function PromptField({ label, ...props }: PromptFieldProps): ReactNode {
  const { prompt } = useMessages()
  const form = useFormDraft('PromptField')
  const { promptProps, references } = form.draft
  const editing = references.length > 0
  const problem = problemOf(form.draft, PARAMS)
  const id = props.id ?? `${form.id}-field`
  const field = useRender('textarea', 'prompt-field', { invalid: problem?.param === 'prompt' }, props, {
    rows: 2,
    placeholder: editing ? prompt.editPlaceholder : prompt.placeholder,
    ...promptProps,
    id,
    'aria-invalid': problem?.param === 'prompt',
    'aria-describedby': problem && noteId(form, PARAMS),
  })
  return (
    <>
      <label className="limn-label" htmlFor={id}>
        {label ?? (editing ? prompt.editLabel : prompt.label)}
        {promptProps.enterKeyHint === 'send' && (
          <span className="limn-keys" aria-hidden="true">
            {prompt.keys}
          </span>
        )}
      </label>
      {field}
      <div className="limn-under">
        <FieldNote form={form} params={PARAMS} />
        <Writing id={id} form={form} />
      </div>
    </>
  )
}

const Writing = /* @__PURE__ */ lazily(() => import('./writing/Writing.tsx').then(({ Writing: part }) => part))
