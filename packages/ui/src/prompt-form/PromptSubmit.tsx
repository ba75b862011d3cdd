import type { Draft } from '@limn/react'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { useFormDraft } from './DraftContext.ts'
import { hasRefused, isEmpty } from './FieldNote.tsx'

type PromptSubmitState = { credits: number; blocked: boolean; sending: boolean }

/** Props of {@link PromptSubmit}. */
export type PromptSubmitProps = PartProps<'button', PromptSubmitState> & {
  /** @default the verb and the cost */
  children?: ReactNode | ((state: PromptSubmitState) => ReactNode)
}

/** The seal: the one coloured control, because pressing it spends. It never is dead without a word: what it waits for stands beside it. */
export function PromptSubmit({ children, ...props }: PromptSubmitProps): ReactNode {
  const { prompt } = useMessages()
  const { draft, id } = useFormDraft('PromptSubmit')
  const why = useWhy(draft)
  const { credits, sending } = draft
  const state = { credits, blocked: Boolean(draft.submitProps['aria-disabled']), sending }
  const seal = useRender('button', 'prompt-submit', state, props, {
    ...draft.submitProps,
    'aria-describedby': why && `${id}-why`,
    children: (typeof children === 'function' ? children(state) : children) ?? (
      <>
        {/* Both words, one of them seen: the button is as wide as it was. */}
        <span className="limn-verb">
          <span aria-hidden={sending}>{prompt.verb}</span>
          <span aria-hidden={!sending}>{prompt.sending}</span>
        </span>{' '}
        <span className="limn-cost">{prompt.credits(credits)}</span>
      </>
    ),
  })
  return (
    <div className="limn-send">
      {why && (
        <span className="limn-why" id={`${id}-why`}>
          {why}
        </span>
      )}
      {seal}
    </div>
  )
}

/** Why the button waits, or what a press of it waits for, in a few words; undefined while it does not. */
export function useWhy(draft: Draft): string | undefined {
  const { prompt, references, errors } = useMessages()
  if (draft.waiting) return references.waiting
  if (!draft.submitProps['aria-disabled']) return undefined
  if (hasRefused(draft)) return prompt.blocked
  return isEmpty(draft) || !draft.problem ? prompt.blank : errors[draft.problem.code].title
}
