import type { GeneratedImage, Generation, LimnError, RequestFields } from '@limn/core'
import type { ComponentProps } from 'react'
import type { GenerateOptions, Submission } from '../Limn.ts'
import type { SubmitMode } from './enterKey.ts'
import type { Reference } from './Reference.ts'

/** How a draft behaves, and where its generations go. */
export interface UseDraftOptions extends Omit<GenerateOptions, 'again'> {
  initial?: RequestFields | undefined
  /** @default 'enter' (a newline on touch) */
  submitMode?: SubmitMode | undefined
  /** Keep the text across reloads of this tab; two drafts on one page need a slot each. @default true */
  persist?: boolean | undefined
  onSubmitted?: ((generation: Generation) => void) | undefined
}

/** A prompt box without its looks. */
export interface Draft {
  readonly request: RequestFields
  readonly set: (patch: RequestFields) => void
  /** Remix: prompt and settings of an earlier one. */
  readonly load: (source: Generation | RequestFields) => void
  readonly references: readonly Reference[]
  /** A refused file stays in `references` with its `error`; nothing is dropped in silence. */
  readonly addReferences: (sources: Iterable<Blob | string | GeneratedImage>) => void
  readonly removeReference: (id: string) => void
  /** It was submitted, and is sent once its files are uploaded. Taking one of them out calls it off. */
  readonly waiting: boolean
  /** What is in it now is on its way to the proxy, which has not answered yet. */
  readonly sending: boolean
  /** Credits that submitting would take. */
  readonly credits: number
  /** Why it cannot be submitted now, or was refused last; `param` names the field. A blank prompt counts once somebody tried. */
  readonly problem: LimnError | undefined
  /** Text and references are kept until accepted. */
  readonly submit: (options?: Pick<GenerateOptions, 'again'>) => Submission
  /** Prop bags: IME-safe Enter, paste, drop, the double-submit guard and the ARIA that goes with them. */
  readonly formProps: Pick<ComponentProps<'form'>, 'onSubmit' | 'onDrop' | 'onDragOver'>
  readonly promptProps: Pick<
    ComponentProps<'textarea'>,
    'value' | 'onChange' | 'onKeyDown' | 'onPaste' | 'aria-invalid' | 'enterKeyHint'
  >
  readonly submitProps: Pick<ComponentProps<'button'>, 'type' | 'aria-disabled'>
}
