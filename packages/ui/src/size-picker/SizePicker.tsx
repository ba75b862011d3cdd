import type { AnySize } from '@limn/core'
import { useCapabilities } from '@limn/react'
import type { CSSProperties, ReactNode } from 'react'
import { Choice } from '../choice/Choice.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { useDraftValue } from '../prompt-form/DraftContext.ts'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import type { Value } from '../value/useValue.ts'
import { pixelText, resolutionName, shapeName, shapesOf } from './shapes.ts'

/** Props of {@link SizePicker}. */
export type SizePickerProps = PartProps<'fieldset', object> &
  Value<AnySize> & {
    /** A subset and an order; what the proxy refuses is left out. @default capabilities.sizes */
    sizes?: readonly AnySize[] | undefined
  }

/** Sizes as drawn shapes, and HD or 4K where a shape has both. Inside a PromptForm it moves the draft. */
export function SizePicker({ sizes, value, defaultValue, onValueChange, ...props }: SizePickerProps): ReactNode {
  const { options } = useMessages()
  const offered = useCapabilities().sizes
  const [size, setSize] = useDraftValue('size', { value, defaultValue, onValueChange }, 'auto')
  const shapes = shapesOf(sizes?.filter((each) => offered.includes(each)) ?? offered)
  const shape = shapes.find(({ name }) => name === shapeName(size))
  const choose = (name: string) => {
    const { sizes: same = [] } = shapes.find((each) => each.name === name) ?? {}
    const next = same.find((each) => resolutionName(each) === resolutionName(size)) ?? same[0]
    if (next) setSize(next)
  }
  return useRender('fieldset', 'size-picker', {}, props, {
    children: (
      <>
        <legend className="limn-hidden">{options.size}</legend>
        <Choice className="limn-shape" options={shapes.map(({ name }) => name)} value={shape?.name} onChoose={choose}>
          {(name) => (
            <>
              <Outline ratio={shapes.find((each) => each.name === name)?.ratio} />
              <span className="limn-shape-name">{name === 'auto' ? options.auto : name.replace('x', ' × ')}</span>
            </>
          )}
        </Choice>
        {shape && shape.sizes.length > 1 && (
          <fieldset className="limn-segments" aria-label={options.resolution}>
            <Choice className="limn-segment" options={shape.sizes} value={size} onChoose={setSize}>
              {resolutionName}
            </Choice>
          </fieldset>
        )}
        <bdi className="limn-pixels" dir="ltr">
          {pixelText(size)}
        </bdi>
      </>
    ),
  })
}

const Outline = ({ ratio }: { ratio: number | undefined }) => (
  <span
    className="limn-outline"
    data-auto={ratio === undefined ? '' : undefined}
    style={{ '--limn-ratio': ratio ?? 1 } as CSSProperties}
    aria-hidden="true"
  />
)
