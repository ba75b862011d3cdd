import type { GeneratedImage } from '@limn/core'
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { fileName } from '../download/fileName.ts'
import { saveImage } from '../download/downloadImage.ts'
import { useDownload } from '../download/useDownload.ts'
import { Picture } from '../generation-images/Picture.tsx'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { stepOf } from './stepOf.ts'

/** What closed or opened a {@link Lightbox}. */
export type LightboxReason = 'trigger' | 'escape' | 'backdrop' | 'button'

/** Props of {@link Lightbox}. */
export type LightboxProps = PartProps<'dialog', object> & {
  images: readonly (GeneratedImage & { alt: string })[]
  open?: boolean | undefined
  defaultOpen?: boolean | undefined
  onOpenChange?: ((open: boolean, details: { reason: LightboxReason }) => void) | undefined
  /** Position in `images`, from 0. */
  index?: number | undefined
  defaultIndex?: number | undefined
  onIndexChange?: ((index: number) => void) | undefined
}

/** A picture on a wall of its own, in a native `<dialog>`: Escape and focus are the browser's. Arrows, Home and End turn the pages. */
export function Lightbox(props: LightboxProps): ReactNode {
  const { images, open, defaultOpen = false, onOpenChange, index, defaultIndex = 0, onIndexChange, ...rest } = props
  const { image: words } = useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  const [ownOpen, setOwnOpen] = useState(defaultOpen)
  const [ownIndex, setOwnIndex] = useState(defaultIndex)
  const shown = open ?? ownOpen
  const position = Math.min(Math.max(index ?? ownIndex, 0), images.length - 1)
  const image = images[position]
  const close = (reason: LightboxReason) => {
    setOwnOpen(false)
    onOpenChange?.(false, { reason })
  }
  const turn = (next: number) => {
    if (!images[next]) return
    setOwnIndex(next)
    onIndexChange?.(next)
  }
  useLayoutEffect(() => {
    const element = dialog.current
    if (!shown || !element) return undefined
    element.showModal()
    return () => element.close()
  }, [shown])
  return useRender('dialog', 'lightbox', {}, rest, {
    ref: dialog,
    'aria-label': image?.alt,
    onCancel: (event) => {
      event.preventDefault()
      close('escape')
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const next = stepOf(event, position, images.length)
      if (next === undefined) return
      event.preventDefault()
      turn(next)
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      if (event.target instanceof Element && event.target.matches('.limn-wall')) close('backdrop')
    },
    children: shown && image && (
      <>
        <div className="limn-wall">
          <Picture key={image.url} image={image} alt={image.alt} className="limn-hung" loading="eager" />
        </div>
        <div className="limn-wall-label">
          <p className="limn-wall-head">
            <span className="limn-faint">{images.length > 1 && words.position(position + 1, images.length)}</span>
            {images.length > 1 && (
              <>
                <Turn icon="previous" label={words.previous} end={position === 0} onTurn={() => turn(position - 1)} />
                <Turn
                  icon="next"
                  label={words.next}
                  end={position === images.length - 1}
                  onTurn={() => turn(position + 1)}
                />
              </>
            )}
            <button className="limn-icon" type="button" aria-label={words.close} onClick={() => close('button')}>
              <Icon name="close" />
            </button>
          </p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long one scrolls, also by the keyboard */}
          <p className="limn-said" tabIndex={0}>
            {image.alt}
          </p>
          {image.width && <p className="limn-meta">{`${image.width} × ${image.height}`}</p>}
          <Save image={image} />
        </div>
      </>
    ),
  })
}

const Save = ({ image }: { image: LightboxProps['images'][number] }) => {
  const { actions } = useMessages()
  const { download, failed } = useDownload(() => saveImage(image.url, fileName(image.alt, image.index + 1)))
  return (
    <div className="limn-wall-foot">
      {failed && <p className="limn-text">{failed}</p>}
      <button className="limn-button" data-kind="solid" type="button" onClick={download}>
        <Icon name="download" />
        {actions.download}
      </button>
    </div>
  )
}

const Turn = ({
  icon,
  label,
  end,
  onTurn,
}: {
  icon: 'previous' | 'next'
  label: string
  end: boolean
  onTurn: () => void
}) => (
  <button className="limn-icon" type="button" aria-label={label} aria-disabled={end} onClick={onTurn}>
    <Icon name={icon} />
  </button>
)
