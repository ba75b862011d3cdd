import { useCapabilities } from '@limn/react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { useDraftValue } from '../prompt-form/DraftContext.ts'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import type { Value } from '../value/useValue.ts'

/** Props of {@link CountStepper}. */
export type CountStepperProps = PartProps<'div', object> &
  Value<number> & {
    /** Pictures. @default capabilities.n.max */
    max?: number | undefined
  }

/** How many pictures: two buttons and a number that can be typed. Inside a PromptForm it moves the draft. */
export function CountStepper({ value, defaultValue, onValueChange, max, ...props }: CountStepperProps): ReactNode {
  const { options } = useMessages()
  const most = Math.min(max ?? Infinity, useCapabilities().n.max)
  const [count, setCount] = useDraftValue('n', { value, defaultValue, onValueChange }, 1)
  const [typed, setTyped] = useState<string>()
  const step = (next: number) => {
    setTyped(undefined)
    if (next >= 1 && next <= most) setCount(next)
  }
  const type = (text: string) => {
    const next = Number(text)
    setTyped(text)
    if (Number.isInteger(next) && next >= 1 && next <= most) setCount(next)
  }
  return useRender('div', 'count-stepper', {}, props, {
    role: 'group',
    'aria-label': options.count,
    children: (
      <>
        <Step icon="minus" label={options.fewer} end={count <= 1} onStep={() => step(count - 1)} />
        <input
          className="limn-number"
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          aria-label={options.count}
          value={typed ?? String(count)}
          onChange={(event) => type(event.target.value)}
          onBlur={() => setTyped(undefined)}
          onKeyDown={holdEnter}
        />
        <Step icon="plus" label={options.more} end={count >= most} onStep={() => step(count + 1)} />
      </>
    ),
  })
}

// A form sends itself on Enter in a number field. Here that would spend.
const holdEnter = (event: KeyboardEvent) => {
  if (event.key === 'Enter') event.preventDefault()
}

interface StepProps {
  icon: 'minus' | 'plus'
  label: string
  /** The end of the range: the button stays in the tab order, and does nothing. */
  end: boolean
  onStep: () => void
}

const Step = ({ icon, label, end, onStep }: StepProps) => (
  <button
    className="limn-icon"
    type="button"
    aria-label={label}
    aria-disabled={end}
    onClick={() => {
      if (!end) onStep()
    }}
  >
    <Icon name={icon} />
  </button>
)
