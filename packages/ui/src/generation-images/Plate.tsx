import type { GeneratedImage, Generation } from '@limn/core'
import type { Draft } from '@limn/react'
import { useState, type CSSProperties, type ReactNode } from 'react'
import { downloadImage } from '../download/downloadImage.ts'
import { useDownload } from '../download/useDownload.ts'
import { Icon } from '../icon/Icon.tsx'
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
  const { download, failed } = useDownload(() => downloadImage(generation, index))
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
        <span className="limn-foot-text">{failed ?? position}</span>
        {draft && (
          <button
            className="limn-icon"
            type="button"
            aria-label={words.asReference(position)}
            onClick={() => draft.addReferences([image])}
          >
            <Icon name="reference" />
          </button>
        )}
        <button className="limn-icon" type="button" aria-label={words.download(position)} onClick={download}>
          <Icon name="download" />
        </button>
      </div>
    </>
  )
}

const ratioStyle = (ratio: number | undefined) =>
  ratio === undefined ? undefined : ({ '--limn-ratio': ratio } as CSSProperties)
