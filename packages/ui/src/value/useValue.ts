import { useState } from 'react'

/** Controlled or not. `reason` says what moved it. */
export interface Value<T, Reason extends string = 'user'> {
  value?: T | undefined
  defaultValue?: T | undefined
  onValueChange?: ((value: T, details: { reason: Reason }) => void) | undefined
}

/** The value in force, and the way to move it: the caller's when `value` is given, else this part's own. */
export function useValue<T>(
  { value, defaultValue, onValueChange }: Value<T>,
  initial: T,
): readonly [value: T, move: (next: T) => void] {
  const [own, setOwn] = useState(defaultValue ?? initial)
  const move = (next: T) => {
    if (value === undefined) setOwn(next)
    onValueChange?.(next, { reason: 'user' })
  }
  return [value ?? own, move]
}
