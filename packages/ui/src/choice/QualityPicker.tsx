import { useCapabilities } from '@limn/react'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { useDraftValue } from '../prompt-form/DraftContext.ts'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import type { Value } from '../value/useValue.ts'
import { Choice } from './Choice.tsx'

/** Props of {@link QualityPicker}. */
export type QualityPickerProps = PartProps<'fieldset', object> & Value<string>

/** The quality, as far as the proxy offers a choice. Inside a PromptForm it moves the draft. */
export function QualityPicker({ value, defaultValue, onValueChange, ...props }: QualityPickerProps): ReactNode {
  const { options } = useMessages()
  const { qualities } = useCapabilities()
  const [quality, setQuality] = useDraftValue('quality', { value, defaultValue, onValueChange }, 'auto')
  return useRender('fieldset', 'quality-picker', {}, props, {
    children: (
      <>
        <legend className="limn-legend">{options.quality}</legend>
        <span className="limn-segments">
          <Choice className="limn-segment" options={qualities} value={quality} onChoose={setQuality}>
            {(name) => options.qualities[name] ?? name}
          </Choice>
        </span>
      </>
    ),
  })
}
