import type { GeneratedImage, Generation } from '@limn/core'
import {
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react'
import type { RemixTarget } from '../gallery/Rows.tsx'
import { Picture } from '../generation-images/Picture.tsx'
import { lazily } from '../lazily/lazily.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { Label } from './Label.tsx'
import { stepOf } from './stepOf.ts'

/** What closed or opened a {@link Lightbox}. */
export type LightboxReason = 'trigger' | 'escape' | 'backdrop' | 'button' | 'swipe'

/** A picture and the words that stand for it. */
export type LightboxImage = GeneratedImage & {
  alt: string
  /** What it came of: with it, settings, cost and time stand beside the picture, and more can be done. */
  generation?: Generation | undefined
}

/** Props of {@link Lightbox}. */
export type LightboxProps = PartProps<'dialog', object> & {
  images: readonly LightboxImage[]
  open?: boolean | undefined
  defaultOpen?: boolean | undefined
  onOpenChange?: ((open: boolean, details: { reason: LightboxReason }) => void) | undefined
  /** Position in `images`, from 0. */
  index?: number | undefined
  defaultIndex?: number | undefined
  onIndexChange?: ((index: number) => void) | undefined
  /** Remix and "use as reference" go here, once the dialog is closed; without it these two are absent. */
  draft?: RemixTarget | undefined
  /** More to do with a picture, under its other actions. */
  children?: ((image: LightboxImage, index: number) => ReactNode) | undefined
}

/**
 * A picture on a wall of its own, in a native `<dialog>`: Escape and focus are the browser's. Arrows, Home, End and a
 * swipe turn the pages; wheel, pinch, double click, + and - zoom, 0 fits it again. Only the picture and its two
 * neighbours are in the document, however many there are.
 */
export function Lightbox(props: LightboxProps): ReactNode {
  const { images, open, defaultOpen = false, onOpenChange, index, defaultIndex = 0, onIndexChange, ...others } = props
  const { children, draft, ...rest } = others
  const { image: words } = useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  const [ownOpen, setOwnOpen] = useState(defaultOpen)
  const [ownIndex, setOwnIndex] = useState(defaultIndex)
  const shown = open ?? ownOpen
  const position = Math.min(Math.max(index ?? ownIndex, 0), images.length - 1)
  const image = images[position]
  const several = images.length > 1
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
    // The ring then is round a button, not round the whole window.
    element.querySelector<HTMLElement>('.limn-wall-head > button')?.focus()
    return () => element.close()
  }, [shown])
  return useRender('dialog', 'lightbox', {}, rest, {
    ref: dialog,
    tabIndex: -1,
    'aria-label': image?.alt,
    onCancel: (event) => {
      event.preventDefault()
      close('escape')
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const next = stepOf(event, position, images.length)
      if (next === undefined || event.defaultPrevented) return
      event.preventDefault()
      turn(next)
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      if ((event.target as Element).matches('.limn-slide')) close('backdrop')
    },
    children: shown && image && (
      <>
        <div className="limn-wall">
          {images.map(
            (each, at) =>
              Math.abs(at - position) < 2 && (
                <div
                  className="limn-slide"
                  key={each.url}
                  aria-hidden={at !== position}
                  style={{ '--limn-at': at - position } as CSSProperties}
                >
                  <Picture image={each} alt={each.alt} className="limn-hung" loading="eager" />
                </div>
              ),
          )}
        </div>
        <div className="limn-strip">
          <Strip dialog={dialog} images={images} position={position} onTurn={turn} onClose={() => close('swipe')} />
        </div>
        <Label
          image={image}
          dialog={dialog}
          draft={draft}
          place={several && words.position(position + 1, images.length)}
          onClose={() => close('button')}
        >
          {children?.(image, position)}
        </Label>
      </>
    ),
  })
}

// What the dialog opens without. Where it cannot be had, arrows still turn the pages.
const Strip = /* @__PURE__ */ lazily(() => import('./strip/Strip.tsx').then(({ Strip: part }) => part))
