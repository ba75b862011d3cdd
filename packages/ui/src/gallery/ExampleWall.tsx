import type { RequestFields } from '@limn/core'
import type { CSSProperties, ReactNode } from 'react'
import { pigment } from '../generation-images/plateLook.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { ratioOf, shapeName } from '../size-picker/shapes.ts'
import { useCapabilities } from '@limn/react'

/** Props of {@link ExampleWall}. */
export type ExampleWallProps = PartProps<'div', { count: number }> & {
  /** Sentences to start from. @default those of the messages */
  examples?: readonly string[] | undefined
  /** Fill the form with it, and put the focus there. Never sends. */
  onChoose: (request: RequestFields) => void
}

/** The wall before the pictures: blank plates, a sentence in each where the picture would be. */
export function ExampleWall({ examples, onChoose, ...props }: ExampleWallProps): ReactNode {
  const { gallery } = useMessages()
  const { sizes } = useCapabilities()
  const shapes = gallery.examples.map(({ size }) => size)
  const wall =
    examples?.map((prompt, index) => ({ prompt, size: shapes[index % shapes.length] ?? 'auto' })) ?? gallery.examples
  return useRender('div', 'example-wall', { count: wall.length }, props, {
    children: (
      <>
        <p className="limn-lead">{gallery.emptyAdvice}</p>
        <ul className="limn-examples">
          {wall.map(({ prompt, size }) => (
            <li className="limn-example" key={prompt} style={{ '--limn-ratio': ratioOf(size) ?? 1 } as CSSProperties}>
              <button
                className="limn-blank"
                data-pigment={pigment(prompt)}
                type="button"
                onClick={() => onChoose(sizes.includes(size) ? { prompt, size } : { prompt })}
              >
                <span className="limn-said">{prompt}</span> <span className="limn-meta">{shapeName(size)}</span>
              </button>
            </li>
          ))}
        </ul>
      </>
    ),
  })
}
