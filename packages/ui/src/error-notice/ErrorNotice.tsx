import { clip, type LimnError } from '@limn/core'
import type { ReactNode } from 'react'
import { Mark } from '../mark/Mark.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'

/** Props of {@link ErrorNotice}. */
export type ErrorNoticeProps = PartProps<'div', { code: LimnError['code'] }> & {
  error: LimnError
  /** Actions, under the words. */
  children?: ReactNode
}

/** What happened, what to do, whether it was charged, and the raw text under "Details". */
export function ErrorNotice({ error, children, ...props }: ErrorNoticeProps): ReactNode {
  const { errors, stop, failure } = useMessages()
  const { title, advice } = errors[error.code]
  return useRender('div', 'error-notice', { code: error.code }, props, {
    children: (
      <>
        <Mark name="crossed" />
        <p className="limn-text">
          <strong className="limn-strong">{title}</strong>
          {stop + failure(advice, error.charged)}
        </p>
        <ErrorDetails error={error} />
        {children}
      </>
    ),
  })
}

/** What the service said, as text and never as markup. Nothing where it said nothing. */
export function ErrorDetails({ error }: { error: LimnError }): ReactNode {
  const { details } = useMessages()
  const raw = [error.upstream?.code, error.upstream?.message, error.requestId].filter(Boolean)
  if (raw.length === 0) return null
  return (
    <details className="limn-details">
      <summary className="limn-summary">{details}</summary>
      <code className="limn-raw">{clip([error.code, ...raw].join(' · '), 2000)}</code>
    </details>
  )
}
