import { useState, type CSSProperties, type ReactNode } from 'react'
import { Picture } from '../generation-images/Picture.tsx'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'

interface ChosenPictureProps {
  url: string
  alt: string
  onRemove: () => void
}

/** The value: its picture, or that it does not load, and the way to have none. */
export function ChosenPicture({ url, alt, onRemove }: ChosenPictureProps): ReactNode {
  const { field: words, gallery } = useMessages()
  const [broken, setBroken] = useState<string>()
  const [ratio, setRatio] = useState<number>()
  const style = ratio === undefined ? undefined : ({ '--limn-ratio': ratio } as CSSProperties)
  return (
    <div className="limn-field-picture" style={style}>
      {url === broken ? (
        <div className="limn-frame" data-look="dashed">
          <span className="limn-frame-note">{gallery.expired}</span>
        </div>
      ) : (
        <div className="limn-frame">
          <Picture image={{ url }} alt={alt} onError={() => setBroken(url)} onRatio={setRatio} />
        </div>
      )}
      <div className="limn-foot">
        <span className="limn-foot-text">{words.chosen}</span>
        <button className="limn-icon" type="button" aria-label={words.remove} title={words.remove} onClick={onRemove}>
          <Icon name="close" />
        </button>
      </div>
    </div>
  )
}
