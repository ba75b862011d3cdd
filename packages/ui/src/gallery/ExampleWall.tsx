import type { RequestFields } from '@limn/core'
import type { ReactNode } from 'react'
import { pigment } from '../generation-images/plateLook.ts'
import { lazily } from '../lazily/lazily.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { ratioOf, shapeName } from '../size-picker/shapes.ts'
import type { ExamplesProps } from './Examples.tsx'

/** Props of {@link ExampleWall}. */
export type ExampleWallProps = PartProps<'div', { count: number }> & {
  /** Sentences to start from. @default those of the messages */
  examples?: readonly string[] | undefined
  /** Fill the form with it, and put the focus there. Never sends. */
  onChoose: (request: RequestFields) => void
}

/** The wall before the pictures: blank plates, a sentence in each where the picture would be. They come once it is known that nothing is there. */
export function ExampleWall({ examples, onChoose, ...props }: ExampleWallProps): ReactNode {
  const { gallery } = useMessages()
  const { length } = examples ?? gallery.examples
  return useRender('div', 'example-wall', { count: length }, props, {
    children: <Plates examples={examples} onChoose={onChoose} looks={{ pigment, ratioOf, shapeName }} />,
  })
}

const Plates = /* @__PURE__ */ lazily<ExamplesProps>(() => import('./Examples.tsx').then(({ Examples }) => Examples))
