import { useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'

interface AddLinkProps {
  ref?: Ref<HTMLButtonElement> | undefined
  /** Files are taken as well: this is the smaller of two ways. */
  beside: boolean
  onAdd: (link: string) => void
}

/** A button that opens a field for the link of a picture. */
export function AddLink({ ref, beside, onAdd }: AddLinkProps): ReactNode {
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
        className={beside ? 'limn-add limn-add-link' : 'limn-add'}
        type="button"
        aria-expanded={link !== undefined}
        onClick={() => setLink(link === undefined ? '' : undefined)}
      >
        {beside ? <Chain /> : <Icon name="picture" />}
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

/** Only drawn here: it would weigh on every part that has an icon. */
const Chain = () => (
  <svg className="limn-glyph" viewBox="0 0 20 20" aria-hidden="true">
    <path d="m8 12 4-4M9 6l1.500-1.500a3.200 3.200 0 0 1 5 5L14 11M6 9l-1.500 1.500a3.200 3.200 0 0 0 5 5L11 14" />
  </svg>
)

// The field was asked for: writing can begin at once.
const focus = (field: HTMLInputElement | null) => field?.focus()
