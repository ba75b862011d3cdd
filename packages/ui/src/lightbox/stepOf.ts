import type { KeyboardEvent } from 'react'

/** The position a key leads to, or undefined for any other key. Arrows follow the direction of the text. */
export function stepOf(event: KeyboardEvent<HTMLElement>, position: number, count: number): number | undefined {
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return position + (event.key === forward ? 1 : -1)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
