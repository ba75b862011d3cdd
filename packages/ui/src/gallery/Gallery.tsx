import { useGenerations, type Draft, type UseGenerationsResult } from '@limn/react'
import { useRef, type ReactNode } from 'react'
import { useReturnFocus } from '../focus/useReturnFocus.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import type { Layout } from './Layout.ts'
import { Rows, type RenderEntry } from './Rows.tsx'

type WallProps = PartProps<'section', { count: number }> & {
  /** Remix and "use as a reference" go here; entries get its two verbs, which stay the same. */
  draft?: Draft | undefined
  /**
   * One entry, as a rule a {@link GalleryItem}. Give a function that stays the same, and an entry renders again only
   * when its generation changed.
   */
  children: RenderEntry
  /** Entries may share lines: `justifiedRows(240)`. @default a line for each */
  layout?: Layout | undefined
  /** Shown when nothing is there. @default two lines that say so */
  empty?: ReactNode
  /** @default that this is a gallery, or that nothing is drawn yet */
  heading?: string | undefined
  /** Beside the heading. @default nothing */
  toolbar?: ReactNode
}

/** Props of {@link Gallery}. */
export type GalleryProps = WallProps &
  Partial<UseGenerationsResult> & {
    /** Only those of this place. @default all of them */
    slot?: string | undefined
  }

/** All generations, newest first. However many there are: only what is near the window is in the document. */
export function Gallery({ generations, slot, ...props }: GalleryProps): ReactNode {
  return generations ? <Wall ready {...props} generations={generations} /> : <OwnGenerations slot={slot} {...props} />
}

function OwnGenerations({ slot, ...props }: WallProps & { slot: string | undefined }) {
  return <Wall {...useGenerations({ slot })} {...props} />
}

type Feed = Pick<UseGenerationsResult, 'generations' | 'ready'> & Partial<UseGenerationsResult>

function Wall(feed: WallProps & Feed) {
  const { generations, ready, hasMore, loadMore, error, draft, layout, children, empty, heading, toolbar, ...props } =
    feed
  const { gallery, errors, stop } = useMessages()
  const root = useRef<HTMLElement>(null)
  const focus = useReturnFocus(root, generations)
  const count = generations.length
  const nothing = ready && !count
  const name = heading ?? (nothing ? gallery.empty : gallery.title)
  return useRender('section', 'gallery', { count }, props, {
    ref: root,
    tabIndex: -1,
    'aria-label': name,
    ...focus,
    'aria-busy': !ready,
    children: (
      <>
        <header className="limn-gallery-head" data-empty={nothing || undefined}>
          <h2 className="limn-gallery-title">{name}</h2>
          {nothing || (
            <p className="limn-meta">
              {count ? gallery.count(count, generations.flatMap(({ images }) => images).length) : gallery.loading}
            </p>
          )}
          {toolbar}
        </header>
        {error && (
          <p className="limn-text" role="alert">
            {errors[error.code].title + stop + errors[error.code].advice}
          </p>
        )}
        {count ? (
          <Rows generations={generations} hasMore={hasMore} layout={layout} draft={draft} render={children} />
        ) : (
          nothing && empty
        )}
        {hasMore && (
          <button className="limn-button" type="button" onClick={loadMore}>
            {gallery.older}
          </button>
        )}
      </>
    ),
  })
}
