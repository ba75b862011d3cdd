import type { Generation } from '@limn/core'
import { useGenerations, type Draft, type UseGenerationsResult } from '@limn/react'
import { memo, useEffect, useId, useMemo, useRef, type ReactNode } from 'react'
import { ErrorNotice } from '../error-notice/ErrorNotice.tsx'
import { useReturnFocus } from '../focus/useReturnFocus.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { GalleryItem, type RemixTarget } from './GalleryItem.tsx'

type WallProps = PartProps<'section', { count: number }> & {
  /** Remix and "use as a reference" go here; without it these two buttons are absent. */
  draft?: Draft | undefined
  /** One row; give a stable function, and a row renders again only when its generation changed. @default GalleryItem */
  children?: ((generation: Generation) => ReactNode) | undefined
  /** Shown when nothing is there. @default two lines that say so */
  empty?: ReactNode
}

/** Props of {@link Gallery}. */
export type GalleryProps = WallProps & {
  /** @default useGenerations() */
  generations?: readonly Generation[] | undefined
  /** Only those of this place. @default all of them */
  slot?: string | undefined
}

/** All generations, newest first, each with its sentence. */
export function Gallery({ generations, slot, ...props }: GalleryProps): ReactNode {
  return generations ? <Wall generations={generations} ready {...props} /> : <OwnGenerations slot={slot} {...props} />
}

function OwnGenerations({ slot, ...props }: WallProps & { slot: string | undefined }) {
  return <Wall {...useGenerations(slot === undefined ? {} : { slot })} {...props} />
}

type Feed = Pick<UseGenerationsResult, 'generations' | 'ready'> & Partial<UseGenerationsResult>

function Wall({ generations, ready, hasMore, loadMore, error, draft, children, empty, ...props }: WallProps & Feed) {
  const { gallery } = useMessages()
  const heading = useId()
  const root = useRef<HTMLElement>(null)
  const focus = useReturnFocus(root, generations)
  const target = useTarget(draft)
  const pictures = generations.reduce((sum, { images }) => sum + images.length, 0)
  const nothing = ready && generations.length === 0
  return useRender('section', 'gallery', { count: generations.length }, props, {
    ref: root,
    tabIndex: -1,
    'aria-labelledby': heading,
    'aria-busy': !ready,
    ...focus,
    children: (
      <>
        <header className="limn-gallery-head" data-empty={nothing ? '' : undefined}>
          <h2 className="limn-gallery-title" id={heading}>
            {nothing ? gallery.empty : gallery.title}
          </h2>
          {generations.length > 0 && <p className="limn-meta">{gallery.count(generations.length, pictures)}</p>}
          {!ready && <p className="limn-meta">{gallery.loading}</p>}
        </header>
        {error && <ErrorNotice error={error} />}
        {nothing && empty}
        {generations.length > 0 && (
          <ol className="limn-feed">
            {generations.map((generation) => (
              <li className="limn-row" key={generation.key}>
                <Row generation={generation} draft={target} render={children} />
              </li>
            ))}
          </ol>
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

interface RowProps {
  generation: Generation
  draft: RemixTarget | undefined
  render: ((generation: Generation) => ReactNode) | undefined
}

const Row = memo(function Row({ generation, draft, render }: RowProps) {
  return render ? render(generation) : <GalleryItem generation={generation} draft={draft} />
})

// A draft changes with every letter. A row needs two of its verbs, and must not render again for a letter.
function useTarget(draft: Draft | undefined): RemixTarget | undefined {
  const latest = useRef(draft)
  useEffect(() => void (latest.current = draft))
  const given = draft !== undefined
  return useMemo(
    () =>
      given
        ? {
            load: (source) => latest.current?.load(source),
            addReferences: (sources) => latest.current?.addReferences(sources),
          }
        : undefined,
    [given],
  )
}
