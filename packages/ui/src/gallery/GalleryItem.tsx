import type { Generation, Status } from '@limn/core'
import { use, type ReactNode } from 'react'
import { announce } from '../announce/announce.ts'
import { PickContext } from '../collection/PickContext.ts'
import { GenerationImages } from '../generation-images/GenerationImages.tsx'
import { GenerationStatus } from '../generation-status/GenerationStatus.tsx'
import { lazily } from '../lazily/lazily.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import type { EntryToolsProps } from './EntryTools.tsx'
import { resolutionName, shapeName } from '../size-picker/shapes.ts'
import type { MetaProps } from './Meta.tsx'
import type { RemixTarget } from './Rows.tsx'

/** Props of {@link GalleryItem}. */
export type GalleryItemProps = PartProps<'article', { status: Status; quiet: boolean }> & {
  generation: Generation
  /** Remix and "use as a reference" go here; without it these two are absent. */
  draft?: RemixTarget | undefined
}

/** An entry of the catalogue: the sentence in the margin, what came of it on the page. */
export function GalleryItem({ generation, draft, ...props }: GalleryItemProps): ReactNode {
  const { status, request, images } = generation
  const messages = useMessages()
  const pick = use(PickContext)
  const quiet = images.length === 0 && !generation.live
  return useRender('article', 'gallery-item', { status, quiet }, props, {
    children: (
      <div className="limn-entry">
        <header className="limn-words">
          {pick?.(generation, messages)}
          <h3 className="limn-said">{messages.image.alt(request.prompt, 1, 1)}</h3>
          <SmallPrint
            generation={generation}
            shapeName={shapeName}
            resolutionName={resolutionName}
            fallback={<p className="limn-meta">{'\u00A0'}</p>}
          />
        </header>
        <GenerationStatus generation={generation} />
        <GenerationImages generation={generation} draft={draft} />
        <div className="limn-actions limn-item-actions">
          <Tools generation={generation} draft={draft} announce={announce} fallback={<i className="limn-icon" />} />
        </div>
      </div>
    ),
  })
}

const Tools = /* @__PURE__ */ lazily<EntryToolsProps>(() =>
  import('./EntryTools.tsx').then(({ EntryTools }) => EntryTools),
)

const SmallPrint = /* @__PURE__ */ lazily<MetaProps>(() => import('./Meta.tsx').then(({ Meta }) => Meta))
