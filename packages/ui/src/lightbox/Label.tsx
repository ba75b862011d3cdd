import type { ReactNode, RefObject } from 'react'
import type { RemixTarget } from '../gallery/Rows.tsx'
import { Icon } from '../icon/Icon.tsx'
import { lazily } from '../lazily/lazily.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { LightboxImage } from './Lightbox.tsx'

interface LabelProps {
  image: LightboxImage
  /** `2 of 3`; nothing where it is alone. */
  place: ReactNode
  dialog: RefObject<HTMLElement | null>
  draft: RemixTarget | undefined
  onClose: () => void
  children: ReactNode
}

/** Beside the picture: its words, what is known of it, and what can be done with it. */
export function Label({ place, children, ...props }: LabelProps): ReactNode {
  const { image: words } = useMessages()
  return (
    <div className="limn-wall-label">
      <div className="limn-wall-head">
        <span className="limn-faint">{place}</span>
        <button className="limn-icon" type="button" aria-label={words.close} onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long one scrolls, also by the keyboard */}
      <p className="limn-said" tabIndex={0}>
        {props.image.alt}
      </p>
      <Details {...props}>{children}</Details>
    </div>
  )
}

const Details = /* @__PURE__ */ lazily(() => import('./details/Details.tsx').then(({ Details: part }) => part))
