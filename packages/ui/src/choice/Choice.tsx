import { useId, type ReactNode } from 'react'

interface ChoiceProps<T extends string> {
  options: readonly T[]
  value: T | undefined
  onChoose: (value: T) => void
  className: string
  children: (option: T) => ReactNode
}

/** One of several: native radio buttons, so that arrows, roles and forms come for free. */
export function Choice<T extends string>({ options, value, onChoose, className, children }: ChoiceProps<T>): ReactNode {
  const name = useId()
  return options.map((option) => (
    <label className={className} key={option}>
      <input
        className="limn-radio"
        type="radio"
        name={name}
        value={option}
        checked={option === value}
        onChange={() => onChoose(option)}
      />
      {children(option)}
    </label>
  ))
}
