import type { ReactNode } from 'react'
import { ZoomTools, type ZoomToolsProps } from '../zoom/ZoomTools.tsx'
import type { Handed } from '../../lazily/Handed.ts'
import type { LightboxImage } from '../Lightbox.tsx'
import { Turns } from './Turns.tsx'

interface StripProps extends Omit<ZoomToolsProps, 'onTurn' | 'icon' | 'words'> {
  images: readonly LightboxImage[]
  onTurn: (position: number) => void
}

/** Under the picture: how large it is shown, and which of them it is. */
export function Strip({ images, onTurn, icon, messages: { image: words }, ...props }: StripProps & Handed): ReactNode {
  const { position } = props
  return (
    <>
      <ZoomTools {...props} icon={icon} words={words} onTurn={(by) => onTurn(position + by)} />
      {images.length > 1 && <Turns icon={icon} words={words} images={images} position={position} onTurn={onTurn} />}
    </>
  )
}
