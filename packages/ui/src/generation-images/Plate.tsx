import type { GeneratedImage, Generation } from '@limn/core'
import type { Draft } from '@limn/react'
import { useState, type CSSProperties, type ReactNode } from 'react'
import { announce } from '../announce/announce.ts'
import { copyImage } from '../download/copyImage.ts'
import { downloadImage } from '../download/downloadImage.ts'
import { lazily } from '../lazily/lazily.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { Picture } from './Picture.tsx'
import { plateLook } from './plateLook.ts'
import { usePicture } from './usePicture.ts'

interface PlateProps {
  generation: Generation
  image: GeneratedImage | undefined
  index: number
  alt: string
  draft: Pick<Draft, 'addReferences'> | undefined
  onOpen: (index: number) => void
}

/** One of the asked pictures: paper, the wash while it develops, then the picture. Number and tools stand under it, never on it. */
export function Plate({ generation, image, index, alt, draft, onOpen }: PlateProps): ReactNode {
  const { gallery, image: words } = useMessages()
  const { expired, onError } = usePicture(generation, image)
  const [ratio, setRatio] = useState<number>()
  const position = index + 1
  if (!image || expired) {
    const note = image ? gallery.expired : generation.status === 'succeeded' ? gallery.notDelivered : undefined
    return (
      <>
        <div className="limn-frame" data-look={image ? 'dashed' : plateLook(generation)}>
          <i className="limn-grain" />
          {note && <span className="limn-frame-note">{note}</span>}
        </div>
        <p className="limn-foot">{position}</p>
      </>
    )
  }
  return (
    <>
      <button
        className="limn-frame"
        type="button"
        style={ratioStyle(ratio)}
        aria-label={words.open(position)}
        onClick={() => onOpen(index)}
      >
        <Picture image={image} alt={alt} onError={onError} onRatio={image.width === undefined ? setRatio : undefined} />
      </button>
      <div className="limn-foot">
        <Tools
          generation={generation}
          image={image}
          draft={draft}
          onOpen={() => onOpen(index)}
          save={downloadImage}
          copy={copyImage}
          announce={announce}
          fallback={<span className="limn-foot-text">{position}</span>}
        />
      </div>
    </>
  )
}

const ratioStyle = (ratio: number | undefined) =>
  ratio === undefined ? undefined : ({ '--limn-ratio': ratio } as CSSProperties)

const Tools = /* @__PURE__ */ lazily(() => import('./PlateTools.tsx').then(({ PlateTools }) => PlateTools))
