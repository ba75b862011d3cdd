import type { Format } from '@limn/core'
import { useCapabilities } from '@limn/react'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { useDraftValue } from '../prompt-form/DraftContext.ts'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import type { Value } from '../value/useValue.ts'
import { Choice } from './Choice.tsx'

/** Props of {@link FormatPicker}. */
export type FormatPickerProps = PartProps<'fieldset', object> & Value<Format>

/** The file format, as far as the proxy offers a choice. Nothing is chosen until the user does: then the service decides. */
export function FormatPicker({ value, defaultValue, onValueChange, ...props }: FormatPickerProps): ReactNode {
  const { options } = useMessages()
  const { formats } = useCapabilities()
  const [format, setFormat] = useDraftValue<'output_format', Format | undefined>(
    'output_format',
    { value, defaultValue, onValueChange: onValueChange as Value<Format | undefined>['onValueChange'] },
    undefined,
  )
  return useRender('fieldset', 'format-picker', {}, props, {
    children: (
      <>
        <legend className="limn-legend">{options.format}</legend>
        <span className="limn-segments">
          <Choice className="limn-segment" options={formats} value={format} onChoose={setFormat}>
            {formatName}
          </Choice>
        </span>
      </>
    ),
  })
}

/** `jpeg` as people write it. */
export const formatName = (format: Format): string => (format === 'webp' ? 'WebP' : format.toUpperCase())
