import { useCapabilities } from '@limn/react'
import { useId, type ReactNode } from 'react'
import { formatName, FormatPicker } from '../choice/FormatPicker.tsx'
import { QualityPicker } from '../choice/QualityPicker.tsx'
import { CountStepper } from '../count-stepper/CountStepper.tsx'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { SizePicker } from '../size-picker/SizePicker.tsx'
import { useFormDraft } from './DraftContext.ts'
import { FieldNote, noteId, problemOf } from './FieldNote.tsx'

const PARAMS = ['size', 'n', 'quality', 'output_format', 'model'] as const

/** Props of {@link PromptOptions}. */
export type PromptOptionsProps = PartProps<'fieldset', object> & {
  /** @default SizePicker, CountStepper, format and quality, as far as the proxy offers a choice */
  children?: ReactNode
}

/** The settings, and what is wrong with one of them. */
export function PromptOptions({ children, ...props }: PromptOptionsProps): ReactNode {
  const { options } = useMessages()
  const { sizes, n } = useCapabilities()
  const form = useFormDraft('PromptOptions')
  return useRender('fieldset', 'prompt-options', {}, props, {
    'aria-describedby': problemOf(form.draft, PARAMS) && noteId(form, PARAMS),
    children: (
      <>
        <legend className="limn-hidden">{options.label}</legend>
        {children ?? (
          <>
            {sizes.length > 1 && <SizePicker />}
            {n.max > 1 && <CountStepper />}
            <MoreOptions />
          </>
        )}
        <FieldNote form={form} params={PARAMS} />
      </>
    ),
  })
}

function MoreOptions() {
  const id = useId()
  const { options } = useMessages()
  const { formats, qualities } = useCapabilities()
  const { output_format: format, quality } = useFormDraft('PromptOptions').draft.request
  if (formats.length < 2 && qualities.length < 2) return null
  const chosen = [format && formatName(format), quality && (options.qualities[quality] ?? quality)].filter(Boolean)
  return (
    <>
      <button className="limn-button limn-more" data-kind="quiet" type="button" popoverTarget={id}>
        <Icon name="settings" />
        <span className={chosen.length > 0 ? undefined : 'limn-more-text'}>{chosen.join(' · ') || options.open}</span>
      </button>
      <div className="limn-popover" id={id} popover="auto">
        {formats.length > 1 && <FormatPicker />}
        {qualities.length > 1 && <QualityPicker />}
      </div>
    </>
  )
}
