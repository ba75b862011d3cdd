import { safeUrl } from '@limn/core'
import type { Reference } from '@limn/react'
import type { ReactNode } from 'react'
import { ErrorDetails } from '../error-notice/ErrorNotice.tsx'
import { Icon } from '../icon/Icon.tsx'
import { Mark } from '../mark/Mark.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { useReason } from './useReason.ts'

interface ReferenceRowProps {
  reference: Reference
  /** From 1. */
  position: number
  onRemove: (id: string) => void
  /** What moves it. */
  children: ReactNode
}

/** A reference as a thumbnail, with how far its upload is; or, as a line, why it cannot be used. */
export function ReferenceRow(props: ReferenceRowProps): ReactNode {
  return props.reference.error ? <Refused {...props} /> : <Thumbnail {...props} />
}

function Thumbnail({ reference, position, onRemove, children }: ReferenceRowProps) {
  const { references: words } = useMessages()
  const { name, preview, progress } = reference
  const src = preview.startsWith('blob:') ? preview : safeUrl(preview)
  const uploading = reference.url === undefined
  return (
    <li className="limn-reference" data-uploading={uploading ? '' : undefined}>
      {src && (
        <img
          className="limn-picture"
          src={src}
          alt={words.alt(position)}
          referrerPolicy="no-referrer"
          decoding="async"
          loading="lazy"
        />
      )}
      {uploading && (
        <>
          <span className="limn-percent" aria-hidden="true">
            {words.percent(progress)}
          </span>
          <progress className="limn-progress" value={progress} aria-label={words.uploading(name)} />
        </>
      )}
      {children}
      <Remove label={words.remove(position)} onRemove={() => onRemove(reference.id)} />
    </li>
  )
}

function Refused({ reference, position, onRemove }: ReferenceRowProps) {
  const { references: words } = useMessages()
  const { name, error, retry } = reference
  const reason = useReason()
  return (
    <li className="limn-refused">
      <Mark name="crossed" />
      <div className="limn-refusal">
        <p className="limn-text">
          <strong className="limn-strong">{name}</strong> <span>{error && reason(error)}</span>
        </p>
        {error && <ErrorDetails error={error} />}
        {retry && (
          <button
            className="limn-button"
            data-kind="quiet"
            type="button"
            aria-label={words.retryName(name)}
            onClick={retry}
          >
            {words.retry}
          </button>
        )}
      </div>
      <Remove label={words.remove(position)} onRemove={() => onRemove(reference.id)} />
    </li>
  )
}

const Remove = ({ label, onRemove }: { label: string; onRemove: () => void }) => (
  <button className="limn-remove" type="button" aria-label={label} onClick={onRemove}>
    <Icon name="close" />
  </button>
)
