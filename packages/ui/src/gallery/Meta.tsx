import type { Generation } from '@limn/core'
import { useCapabilities } from '@limn/react'
import type { ReactNode } from 'react'
import type { Handed } from '../lazily/Handed.ts'
import type { resolutionName, shapeName } from '../size-picker/shapes.ts'
import { useMinute } from './useMinute.ts'

/** Props of {@link Meta}. */
export interface MetaProps {
  generation: Generation
  /** What the form knows of shapes. */
  shapeName: typeof shapeName
  resolutionName: typeof resolutionName
}

/** The small print of an entry: shape, cost, settings, when. */
export function Meta(props: MetaProps & Handed): ReactNode {
  const { generation, shapeName, resolutionName, messages } = props
  const { gallery, options, prompt } = messages
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
