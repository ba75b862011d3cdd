import { SIZES, useCapabilities } from '@limn/react'

interface SizeSelectProps {
  readonly value: string
  readonly onChange: (size: string) => void
}

export function SizeSelect({ value, onChange }: SizeSelectProps) {
  const { sizes, source } = useCapabilities()
  return (
    <select
      aria-label="Size"
      value={value}
      disabled={source === 'defaults'}
      onChange={(event) => onChange(event.target.value)}
    >
      {sizes.map((size) => (
        <option key={size} value={size}>
          {size in SIZES ? size.replace('x', ' × ') : size}
        </option>
      ))}
    </select>
  )
}
