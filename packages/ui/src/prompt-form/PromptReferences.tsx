import { safeUrl } from '@limn/core'
import { useCapabilities, type Reference } from '@limn/react'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { ErrorNotice } from '../error-notice/ErrorNotice.tsx'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { useFormDraft } from './DraftContext.ts'
import { FieldNote } from './FieldNote.tsx'

/** Props of {@link PromptReferences}. */
export type PromptReferencesProps = PartProps<'div', { count: number }>

/** The pictures to start from, named by their links. A refused one stays, with its reason, until it is removed. */
export function PromptReferences(props: PromptReferencesProps): ReactNode {
  const { references: words } = useMessages()
  const form = useFormDraft('PromptReferences')
  const { references, removeReference } = form.draft
  const { max } = useCapabilities().references
  const adder = useRef<HTMLButtonElement>(null)
  const remove = (id: string) => {
    removeReference(id)
    adder.current?.focus()
  }
  return useRender('div', 'prompt-references', { count: references.length }, props, {
    role: 'group',
    'aria-label': words.label,
    children: (
      <>
        <p className="limn-references-head" aria-hidden="true">
          {words.label}{' '}
          <bdi className="limn-faint" dir={references.length > 0 ? 'ltr' : undefined}>
            {references.length > 0 ? `${references.length} / ${max}` : words.optional}
          </bdi>
        </p>
        {references.length > 0 && (
          <ul className="limn-references-list">
            {references.map((reference, index) => (
              <ReferenceRow key={reference.id} reference={reference} position={index + 1} onRemove={remove} />
            ))}
          </ul>
        )}
        <AddReference ref={adder} onAdd={(link) => form.draft.addReferences([link])} />
        {references.every(({ error }) => !error) && <FieldNote form={form} params={['image_urls']} />}
      </>
    ),
  })
}

interface ReferenceRowProps {
  reference: Reference
  /** From 1. */
  position: number
  onRemove: (id: string) => void
}

function ReferenceRow({ reference, position, onRemove }: ReferenceRowProps) {
  const { references: words } = useMessages()
  const src = reference.preview.startsWith('blob:') ? reference.preview : safeUrl(reference.preview)
  const button = (
    <button
      className="limn-remove"
      type="button"
      aria-label={words.remove(position)}
      onClick={() => onRemove(reference.id)}
    >
      <Icon name="close" />
    </button>
  )
  if (reference.error)
    return (
      <li className="limn-refused">
        <ErrorNotice error={reference.error}>
          <p className="limn-raw">{reference.name}</p>
        </ErrorNotice>
        {button}
      </li>
    )
  return (
    <li className="limn-reference">
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
      {button}
    </li>
  )
}

function AddReference({ ref, onAdd }: { ref: React.Ref<HTMLButtonElement>; onAdd: (link: string) => void }) {
  const { references: words } = useMessages()
  const [link, setLink] = useState<string>()
  const add = () => {
    if (link?.trim()) onAdd(link.trim())
    setLink(link?.trim() ? '' : undefined)
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') setLink(undefined)
    if (event.key !== 'Enter') return
    event.preventDefault()
    add()
  }
  return (
    <>
      <button
        ref={ref}
        className="limn-add"
        type="button"
        aria-expanded={link !== undefined}
        onClick={() => setLink(link === undefined ? '' : undefined)}
      >
        <Icon name="picture" />
        <span className="limn-add-text">{words.add}</span>
      </button>
      {link !== undefined && (
        <div className="limn-link">
          <input
            className="limn-input"
            type="url"
            inputMode="url"
            ref={focus}
            aria-label={words.link}
            placeholder="https://"
            value={link}
            onChange={(event) => setLink(event.target.value)}
            onKeyDown={press}
          />
          <button className="limn-button" type="button" onClick={add}>
            {words.confirm}
          </button>
        </div>
      )}
    </>
  )
}

// The field was asked for: writing can begin at once.
const focus = (field: HTMLInputElement | null) => field?.focus()
