import type { Generation, RequestFields, Status } from '@limn/core'
import { useImageGeneration, useLimn } from '@limn/react'
import { useId, useRef, useState, type CSSProperties, type FocusEvent, type ReactNode } from 'react'
import { useReturnFocus } from '../focus/useReturnFocus.ts'
import { GenerationImages } from '../generation-images/GenerationImages.tsx'
import { GenerationStatus } from '../generation-status/GenerationStatus.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { ratioOf } from '../size-picker/shapes.ts'
import { useFormReset } from '../value/useFormReset.ts'
import { useValue, type Value } from '../value/useValue.ts'
import { AskByButton } from './AskByButton.tsx'
import { AskInWords } from './AskInWords.tsx'
import { Candidate } from './Candidate.tsx'
import { ChosenPicture } from './ChosenPicture.tsx'

/** What moved the value: a picture that came, one that was picked, or "Remove". */
export type ImageFieldReason = 'generated' | 'chosen' | 'removed'

/** Props of {@link ImageField}. Its value is the URL of a picture, or null; `onBlur` is called when focus leaves the field. */
export type ImageFieldProps = PartProps<'div', { status: Status | 'idle' }> &
  Value<string | null, ImageFieldReason> & {
    /** The place on screen that its pictures belong to: what runs there is here again after a reload. */
    slot: string
    /** Takes part in its form's data under this name, as the URL or an empty text. @default not at all */
    name?: string | undefined
    label?: ReactNode
    /** What to draw. With a `prompt` it is asked for by a button, without one in the user's own words. @default the proxy's defaults */
    request?: RequestFields | undefined
    /** Whether the first picture becomes the value by itself, or the user picks one. @default 'first' when n is 1, else 'ask' */
    choose?: 'first' | 'ask' | undefined
    /** Nothing in it can be pressed, and it stays out of its form's data. @default false */
    disabled?: boolean | undefined
  }

const ANYTHING: RequestFields = {}

/** One picture as a field: shows its value, draws candidates in its slot, and hands the URL of the chosen one back. */
export function ImageField(props: ImageFieldProps): ReactNode {
  const {
    slot,
    name,
    label,
    request = ANYTHING,
    choose,
    disabled,
    value: given,
    defaultValue,
    onValueChange,
    ...part
  } = props
  const { field: words } = useMessages()
  const root = useRef<HTMLDivElement>(null)
  const labelId = useId()
  const [value, move, reset] = useValue<string | null, ImageFieldReason>(
    { value: given, defaultValue, onValueChange },
    null,
  )
  useFormReset(root, reset)
  const { list } = useLimn()
  const { generation, ready } = useImageGeneration({
    slot,
    onSettled: ({ key, status, images: [image], request: { n } }) => {
      const isFirst = (choose ?? (n === 1 ? 'first' : 'ask')) === 'first'
      // An older one that comes late takes nothing away from the newest.
      if (isFirst && status === 'succeeded' && image && list({ slot })[0]?.key === key) move(image.url, 'generated')
    },
  })
  const offered = useOffered(generation, value)
  const focus = useReturnFocus(root, generation && value ? generation.key + value : (generation ?? value))
  const alt = typeof label === 'string' ? label : words.alt
  const choosing = generation && offered && !generation.live && generation.images.every(({ url }) => url !== value)
  // A refusal stands at the words that were refused, and those are sent again where they stand.
  const isToldThere = request.prompt === undefined && generation?.status === 'failed' && generation.taskId === undefined
  return useRender('div', 'image-field', { status: generation?.status ?? 'idle' }, leaving(part), {
    ref: root,
    tabIndex: -1,
    role: 'group',
    'aria-labelledby': label === undefined ? undefined : labelId,
    'aria-busy': !ready,
    style: { '--limn-ratio': ratioOf(request.size ?? '') ?? 1 } as CSSProperties,
    ...focus,
    children: (
      <fieldset className="limn-field" role="none" disabled={disabled}>
        {label !== undefined && (
          <span className="limn-field-label" id={labelId}>
            {label}
          </span>
        )}
        {value !== null && <ChosenPicture url={value} alt={alt} onRemove={() => move(null, 'removed')} />}
        {value === null && !offered && <Empty>{words.empty}</Empty>}
        {choosing && (
          <p className="limn-text" id={`${labelId}-choose`}>
            {words.choose}
          </p>
        )}
        {generation && offered && (
          <GenerationImages aria-labelledby={choosing ? `${labelId}-choose` : undefined} generation={generation}>
            {(image) => (
              <Candidate
                generation={generation}
                image={image}
                chosen={image.url === value}
                onChoose={() => move(image.url, 'chosen')}
              />
            )}
          </GenerationImages>
        )}
        <GenerationStatus generation={isToldThere ? undefined : generation} />
        {request.prompt === undefined ? (
          <AskInWords slot={slot} settings={request} />
        ) : (
          <AskByButton slot={slot} request={{ ...request, prompt: request.prompt }} />
        )}
        {name !== undefined && <input type="hidden" name={name} value={value ?? ''} />}
      </fieldset>
    ),
  })
}

const Empty = ({ children }: { children: ReactNode }) => (
  <div className="limn-field-picture">
    <div className="limn-frame" data-look="corners">
      <span className="limn-frame-note">{children}</span>
    </div>
  </div>
)

/** Whether its pictures stand beside the value: while they are made, and afterwards as far as they are another choice. */
function useOffered(generation: Generation | undefined, value: string | null): boolean {
  const [seen, see] = useState<string>()
  if (generation?.live && generation.key !== seen) see(generation.key)
  if (!generation || generation.live) return generation !== undefined
  const { status, images, key } = generation
  const isTaken = images.length === 1 && images[0]?.url === value
  // An earlier visit's choice is made.
  return status === 'succeeded' && !isTaken && (value === null || key === seen)
}

/** Moving about inside is no blur: a form would validate in the middle of it. */
function leaving<Props extends { onBlur?: ((event: FocusEvent<HTMLDivElement>) => void) | undefined }>(
  part: Props,
): Props {
  const { onBlur } = part
  return onBlur
    ? {
        ...part,
        onBlur: (event: FocusEvent<HTMLDivElement>) => {
          if (!event.currentTarget.contains(event.relatedTarget)) onBlur(event)
        },
      }
    : part
}
