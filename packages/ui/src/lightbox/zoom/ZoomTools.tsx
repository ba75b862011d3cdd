import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { Icon } from '../../icon/Icon.tsx'
import type { Messages } from '../../messages/Messages.ts'
import { createZoom, type Zoom } from './createZoom.ts'

/** Props of {@link ZoomTools}. */
export interface ZoomToolsProps {
  /** Handed over, as the words are: what comes later shares no file with what is there first. */
  icon: typeof Icon
  words: Messages['image']
  dialog: RefObject<HTMLElement | null>
  position: number
  /** By one page, forward or back. */
  onTurn: (by: 1 | -1) => void
  /** Pulled down. */
  onClose: () => void
}

/** How large the picture is shown, and all that changes it: buttons, wheel, fingers and keys. */
export function ZoomTools({ icon: Glyph, words, dialog, position, onTurn, onClose }: ZoomToolsProps): ReactNode {
  const zoom = useRef<Zoom>(undefined)
  const [scale, setScale] = useState('')
  useEffect(() => {
    zoom.current = createZoom(dialog.current!, setScale)
    return zoom.current.stop
  }, [dialog])
  useEffect(() => zoom.current?.on({ turn: onTurn, close: onClose }))
  useLayoutEffect(() => zoom.current?.show(position), [position])
  return (
    <div className="limn-zoom">
      <button className="limn-icon" type="button" aria-label={words.zoomOut} onClick={() => zoom.current?.by(1 / STEP)}>
        <Glyph name="minus" />
      </button>
      <button className="limn-button limn-scale" data-kind="quiet" type="button" onClick={() => zoom.current?.toggle()}>
        {scale || words.fit}
      </button>
      <button className="limn-icon" type="button" aria-label={words.zoomIn} onClick={() => zoom.current?.by(STEP)}>
        <Glyph name="plus" />
      </button>
    </div>
  )
}

const STEP = 1.5
