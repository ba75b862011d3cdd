import { useState, type ReactNode } from 'react'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { LightboxImage } from './Lightbox.tsx'

interface LabelProps {
  image: LightboxImage
  /** `2 of 3`; nothing where it is alone. */
  place: ReactNode
  onClose: () => void
  children: ReactNode
}

/** Beside the picture: its words, its size, and what can be done with it. */
export function Label({ image, place, onClose, children }: LabelProps): ReactNode {
  const { image: words, actions, errors } = useMessages()
  const [broken, setBroken] = useState<LightboxImage>()
  // Loaded when it is wanted.
  const download = async () => {
    setBroken(undefined)
    try {
      const { saveImage } = await import('../download/saveImage.ts')
      await saveImage(image.url, image.alt, image.index + 1)
    } catch {
      setBroken(image)
    }
  }
  return (
    <div className="limn-wall-label">
      <div className="limn-wall-head">
        <span className="limn-faint">{place}</span>
        <button className="limn-icon" type="button" aria-label={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long one scrolls, also by the keyboard */}
      <p className="limn-said" tabIndex={0}>
        {image.alt}
      </p>
      {image.width && (
        <p className="limn-meta">
          <bdi dir="ltr">{`${image.width} × ${image.height}`}</bdi>
        </p>
      )}
      <div className="limn-wall-foot">
        {broken === image && (
          <p className="limn-text" role="alert">
            {errors.image_unavailable.title}
          </p>
        )}
        <button className="limn-button" data-kind="solid" type="button" onClick={() => void download()}>
          <Icon name="download" />
          {actions.download}
        </button>
        {children}
      </div>
    </div>
  )
}
