import type { CSSProperties, ReactNode } from 'react'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { LightboxImage } from './Lightbox.tsx'

interface TurnsProps {
  images: readonly LightboxImage[]
  position: number
  onTurn: (position: number) => void
}

/** Under the picture: which of them it is, as plates at their own shape, between back and forward. */
export function Turns({ images, position, onTurn }: TurnsProps): ReactNode {
  const { image: words } = useMessages()
  const turn = (icon: 'previous' | 'next', to: number) => (
    <button
      className="limn-icon"
      type="button"
      aria-label={words[icon]}
      aria-disabled={!images[to]}
      onClick={() => onTurn(to)}
    >
      <Icon name={icon} />
    </button>
  )
  return (
    <div className="limn-turns">
      {turn('previous', position - 1)}
      {images.map(({ url, width = 1, height = 1 }, at) => (
        <button
          className="limn-chip"
          type="button"
          key={url}
          aria-label={words.position(at + 1, images.length)}
          aria-current={at === position}
          style={{ '--limn-ratio': width / height } as CSSProperties}
          onClick={() => onTurn(at)}
        >
          {at + 1}
        </button>
      ))}
      {turn('next', position + 1)}
    </div>
  )
}
