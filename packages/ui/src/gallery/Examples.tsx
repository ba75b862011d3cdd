import type { RequestFields } from '@limn/core'
import { useCapabilities } from '@limn/react'
import type { CSSProperties, ReactNode } from 'react'
import type { pigment } from '../generation-images/plateLook.ts'
import type { Handed } from '../lazily/Handed.ts'
import type { ratioOf, shapeName } from '../size-picker/shapes.ts'

/** Props of {@link Examples}. */
export interface ExamplesProps {
  examples: readonly string[] | undefined
  onChoose: (request: RequestFields) => void
  /** What the form knows of looks and shapes. */
  looks: { pigment: typeof pigment; ratioOf: typeof ratioOf; shapeName: typeof shapeName }
}

/** The plates of an empty wall. */
export function Examples({ examples, onChoose, looks, messages }: ExamplesProps & Handed): ReactNode {
  const { gallery } = messages
  const { sizes } = useCapabilities()
  const shapes = gallery.examples.map(({ size }) => size)
  const wall =
    examples?.map((prompt, index) => ({ prompt, size: shapes[index % shapes.length] ?? 'auto' })) ?? gallery.examples
  return (
    <>
      <p className="limn-lead">{gallery.emptyAdvice}</p>
      <ul className="limn-examples">
        {wall.map(({ prompt, size }) => (
          <li
            className="limn-example"
            key={prompt}
            style={{ '--limn-ratio': looks.ratioOf(size) ?? 1 } as CSSProperties}
          >
            <button
              className="limn-blank"
              data-pigment={looks.pigment(prompt)}
              type="button"
              onClick={() => onChoose(sizes.includes(size) ? { prompt, size } : { prompt })}
            >
              <span className="limn-said">{prompt}</span> <span className="limn-meta">{looks.shapeName(size)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
