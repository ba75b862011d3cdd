import { useState } from 'react'

/** Controlled or not. `reason` says what moved it. */
export interface Value<T, Reason extends string = 'user'> {
  value?: T | undefined
  defaultValue?: T | undefined
  onValueChange?: ((value: T, details: { reason: Reason }) => void) | undefined
}

/** The value in force, the way to move it (the caller's when `value` is given, else this part's own), and the way back to the default. */
export function useValue<T, Reason extends string = 'user'>(
  { value, defaultValue, onValueChange }: Value<T, Reason>,
  initial: T,
): readonly [value: T, move: (next: T, reason: Reason) => void, reset: () => void] {
  const [own, setOwn] = useState(defaultValue ?? initial)
  const move = (next: T, reason: Reason) => {
    if (value === undefined) setOwn(next)
    onValueChange?.(next, { reason })
  }
  return [value === undefined ? own : value, move, () => setOwn(defaultValue ?? initial)]
}
