import type { Generation } from '@limn/core'
import { useCapabilities } from '@limn/react'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { resolutionName, shapeName } from '../size-picker/shapes.ts'
import { useMinute } from './useMinute.ts'

/** The small print of an entry: shape, cost, settings, when. */
export function Meta({ generation }: { generation: Generation }): ReactNode {
  const { gallery, options, prompt } = useMessages()
  const { creditsPerImage } = useCapabilities()
  const now = useMinute()
  const { size, n, quality, image_urls: references } = generation.request
  // Refused or called off: it took nothing.
  const unsent = generation.settled && generation.taskId === undefined
  const when = now !== undefined && !generation.live && gallery.ago(Math.max(0, now - generation.createdAt))
  const facts = [
    size === 'auto' ? options.auto : shapeName(size),
    resolutionName(size) === '4K' && '4K',
    !unsent && prompt.credits(generation.credits ?? n * creditsPerImage),
    quality && quality !== 'auto' && gallery.quality(options.qualities[quality] ?? quality),
    references.length > 0 && gallery.references(references.length),
    when,
  ].filter((fact) => typeof fact === 'string')
  return (
    <p className="limn-meta">
      {facts.map((fact) => (
        <span className="limn-fact" key={fact}>
          {fact}
        </span>
      ))}
    </p>
  )
}
