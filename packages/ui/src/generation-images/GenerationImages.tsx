import type { GeneratedImage, Generation, Status } from '@limn/core'
import { useState, type CSSProperties, type ReactNode } from 'react'
import type { RemixTarget } from '../gallery/Rows.tsx'
import { Lightbox } from '../lightbox/Lightbox.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { ratioOf } from '../size-picker/shapes.ts'
import { Plate } from './Plate.tsx'
import { pigment } from './plateLook.ts'

/** Props of {@link GenerationImages}. */
export type GenerationImagesProps = PartProps<'ul', { status: Status }> & {
  generation: Generation
  /** Remix and "use as a reference" go here; without it these two are absent. */
  draft?: RemixTarget | undefined
  /** One delivered picture. @default the picture, opening a Lightbox, with its number and a download under it */
  children?: (image: GeneratedImage, index: number) => ReactNode
}

/** The pictures at their final shape: plates first, then what came of them. Nothing moves when they arrive. */
export function GenerationImages({ generation, draft, children, ...props }: GenerationImagesProps): ReactNode {
  const { image: words } = useMessages()
  const [open, setOpen] = useState<number>()
  const { request, images, status } = generation
  const count = Math.max(request.n, ...images.map(({ index }) => index + 1))
  const ratio = ratioOf(request.size) ?? 1
  const ready = images.filter(({ expired }) => !expired)
  const altOf = (index: number) => words.alt(request.prompt, index + 1, count)
  const plates = useRender('ul', 'generation-images', { status }, props, {
    style: { '--limn-ratio': ratio, '--limn-count': count } as CSSProperties,
    ...attributes(count, ratio, request.prompt),
    children: Array.from({ length: count }, (_, index) => {
      const image = images.find((each) => each.index === index)
      return (
        <li className="limn-plate" key={index}>
          {image && children && !image.expired ? (
            children(image, index)
          ) : (
            <Plate
              generation={generation}
              image={image}
              index={index}
              alt={altOf(index)}
              draft={draft}
              onOpen={setOpen}
            />
          )}
        </li>
      )
    }),
  })
  return (
    <>
      {plates}
      {open !== undefined && (
        <Lightbox
          images={ready.map((image) => ({ ...image, alt: words.alt(request.prompt, 1, 1), generation }))}
          index={ready.findIndex(({ index }) => index === open)}
          onIndexChange={(position) => setOpen(ready[position]?.index)}
          open
          onOpenChange={() => setOpen(undefined)}
          draft={draft}
        />
      )}
    </>
  )
}

// What the columns depend on: how many, and how wide one is.
const attributes = (count: number, ratio: number, prompt: string) => ({
  'data-count': Math.min(count, 5),
  'data-shape': ratio >= 1.4 ? 'wide' : ratio < 0.9 ? 'tall' : 'square',
  'data-pigment': pigment(prompt),
})
