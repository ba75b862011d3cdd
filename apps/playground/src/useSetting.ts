import { useState } from 'react'

/** A choice kept in this browser; `?name=value` in the address wins, so that a link can show one. */
export function useSetting<T extends string>(name: string, allowed: readonly T[], initial: T): [T, (next: T) => void] {
  const [value, setValue] = useState(() => {
    const asked = new URLSearchParams(location.search).get(name) ?? localStorage.getItem(`limn-playground-${name}`)
    return allowed.find((each) => each === asked) ?? initial
  })
  const keep = (next: T) => {
    localStorage.setItem(`limn-playground-${name}`, next)
    setValue(next)
  }
  return [value, keep]
}
