import { isBlank, type LimnError } from '@limn/core'
import type { Draft } from '@limn/react'
import type { ReactNode } from 'react'
import { ErrorNotice } from '../error-notice/ErrorNotice.tsx'
import type { DraftContext } from './DraftContext.ts'

type Form = NonNullable<React.ContextType<typeof DraftContext>>
type Param = LimnError['param']

/** Nothing written and nothing to edit: no fault yet, the button says what it waits for. */
export const isEmpty = (draft: Draft): boolean =>
  isBlank(draft.request.prompt ?? '') && draft.references.every(({ error }) => error)

/** A reference that cannot be used stands in the way. */
export const hasRefused = (draft: Draft): boolean => draft.references.some(({ error }) => error)

/** The form's problem, where it concerns one of these fields; `undefined` stands for a problem of no field. */
export function problemOf(draft: Draft, params: readonly Param[]): LimnError | undefined {
  const { problem } = draft
  return problem && !isEmpty(draft) && params.includes(problem.param) ? problem : undefined
}

/** The problem beside the field it names. `aria-describedby` of the field is `noteId`. */
export function FieldNote({ form, params }: { form: Form; params: readonly Param[] }): ReactNode {
  const problem = problemOf(form.draft, params)
  return problem && <ErrorNotice id={noteId(form, params)} error={problem} className="limn-note" />
}

export const noteId = ({ id }: Form, params: readonly Param[]): string => `${id}-${params[0]}`
