import { useGenerations } from '@limn/react'
import { useMemo, useState, type ReactNode } from 'react'
import { announce } from '../announce/announce.ts'
import { useFollow } from '../announce/useFollow.ts'
import { Gallery, type GalleryProps } from '../gallery/Gallery.tsx'
import { lazily } from '../lazily/lazily.tsx'
import type { GalleryView } from './GalleryView.ts'
import { PickContext } from './PickContext.ts'
import type { ToolsProps } from './Tools.tsx'

/** Props of {@link Collection}. */
export type CollectionProps = Omit<GalleryProps, 'heading' | 'toolbar'>

/**
 * A {@link Gallery} with tools beside its heading: search and filters, a selection to take along, history out and in. They
 * come after the first paint.
 */
export function Collection({ slot, ...props }: CollectionProps): ReactNode {
  const feed = { ...useGenerations({ slot }), ...props }
  const all = feed.generations
  useFollow(all)
  const [{ narrow, pick, nothing }, onView] = useState<GalleryView>({})
  const shown = useMemo(() => narrow?.(all) ?? all, [narrow, all])
  const lost = all.length > 0 && shown.length === 0 ? nothing : undefined
  return (
    <PickContext value={pick}>
      <Gallery
        {...feed}
        generations={shown}
        heading={lost?.heading}
        empty={lost?.way ?? props.empty}
        toolbar={
          <Tools
            generations={all}
            shown={shown}
            onView={onView}
            announce={announce}
            fallback={<i className="limn-icon" />}
          />
        }
      />
    </PickContext>
  )
}

const Tools = /* @__PURE__ */ lazily<ToolsProps>(() => import('./Tools.tsx').then((file) => file.Tools))
