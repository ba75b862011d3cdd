import type { KeyboardEvent } from 'react'

/** The position a key leads to, or undefined for any other key. Arrows follow the direction of the text. */
export function stepOf({ key, currentTarget }: KeyboardEvent<HTMLElement>, position: number, count: number) {
  const forward = getComputedStyle(currentTarget).direction === 'rtl' ? -1 : 1
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: position - forward,
    ArrowRight: position + forward,
    Home: 0,
    End: count - 1,
  }
  return steps[key]
}
