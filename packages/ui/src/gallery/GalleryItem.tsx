import type { Generation, Status } from '@limn/core'
import { useCapabilities, useLimn } from '@limn/react'
import type { ReactNode } from 'react'
import { announce } from '../announce/announce.ts'
import { GenerationImages } from '../generation-images/GenerationImages.tsx'
import { GenerationStatus } from '../generation-status/GenerationStatus.tsx'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { Meta } from './Meta.tsx'
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
  const { image: words } = useMessages()
  const quiet = images.length === 0 && !generation.live
  return useRender('article', 'gallery-item', { status, quiet }, props, {
    children: (
      <div className="limn-entry">
        <header className="limn-words">
          <h3 className="limn-said">{words.alt(request.prompt, 1, 1)}</h3>
          <Meta generation={generation} />
        </header>
        <GenerationStatus generation={generation} />
        <GenerationImages generation={generation} draft={draft} />
        <ItemActions generation={generation} draft={draft} />
      </div>
    ),
  })
}

function ItemActions({ generation, draft }: { generation: Generation; draft: RemixTarget | undefined }) {
  const { actions: words, gallery } = useMessages()
  const { creditsPerImage } = useCapabilities()
  const { again, dismiss } = useLimn().actions(generation)
  const { prompt, n } = generation.request
  const copy = async () => {
    await navigator.clipboard.writeText(prompt)
    announce(gallery.copied)
  }
  return (
    <div className="limn-actions limn-item-actions">
      {draft && (
        <button className="limn-button" data-kind="quiet" type="button" onClick={() => draft.load(generation)}>
          {words.remix}
        </button>
      )}
      {again && generation.status === 'succeeded' && (
        <button className="limn-button" data-kind="quiet" type="button" onClick={() => void again()}>
          {words.again(n * creditsPerImage)}
        </button>
      )}
      {prompt && (
        <button
          className="limn-icon"
          type="button"
          aria-label={words.copyPrompt}
          title={words.copyPrompt}
          onClick={() => void copy()}
        >
          <Icon name="copy" />
        </button>
      )}
      {dismiss && generation.status === 'succeeded' && (
        <button className="limn-icon" type="button" aria-label={words.dismiss} title={words.dismiss} onClick={dismiss}>
          <Icon name="close" />
        </button>
      )}
    </div>
  )
}
