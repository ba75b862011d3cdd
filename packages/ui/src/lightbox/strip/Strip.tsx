import type { ReactNode } from 'react'
import { ZoomTools, type ZoomToolsProps } from '../zoom/ZoomTools.tsx'
import type { LightboxImage } from '../Lightbox.tsx'
import { Turns } from './Turns.tsx'

interface StripProps extends Omit<ZoomToolsProps, 'onTurn'> {
  images: readonly LightboxImage[]
  onTurn: (position: number) => void
}

/** Under the picture: how large it is shown, and which of them it is. */
export function Strip({ images, onTurn, ...props }: StripProps): ReactNode {
  const { icon, words, position } = props
  return (
    <>
      <ZoomTools {...props} onTurn={(by) => onTurn(position + by)} />
      {images.length > 1 && <Turns icon={icon} words={words} images={images} position={position} onTurn={onTurn} />}
    </>
  )
}
