import type { CSSProperties, ReactNode } from 'react'
import type { Icon } from '../../icon/Icon.tsx'
import type { Messages } from '../../messages/Messages.ts'
import type { LightboxImage } from '../Lightbox.tsx'
import { Thumb } from './Thumb.tsx'

interface TurnsProps {
  icon: typeof Icon
  words: Messages['image']
  images: readonly LightboxImage[]
  position: number
  onTurn: (position: number) => void
}

/** Under the picture: which of them it is, as plates at their own shape, between back and forward. */
export function Turns({ icon: Glyph, words, images, position, onTurn }: TurnsProps): ReactNode {
  const turn = (icon: 'previous' | 'next', to: number) => (
    <button
      className="limn-icon"
      type="button"
      aria-label={words[icon]}
      aria-disabled={!images[to]}
      onClick={() => onTurn(to)}
    >
      <Glyph name={icon} />
    </button>
  )
  return (
    <div className="limn-turns">
      {turn('previous', position - 1)}
      {images.map(({ url, width = 1, height = 1, generation }, at) => (
        <button
          className="limn-chip"
          type="button"
          key={url}
          aria-label={words.position(at + 1, images.length)}
          aria-current={at === position}
          style={{ '--limn-ratio': width / height } as CSSProperties}
          onClick={() => onTurn(at)}
        >
          {generation ? <Thumb url={url} fallback={at + 1} /> : at + 1}
        </button>
      ))}
      {turn('next', position + 1)}
    </div>
  )
}
