/** Which generations are chosen, by key. */
export interface Selection {
  /** Another set after each change. */
  readonly get: () => ReadonlySet<string>
  readonly toggle: (key: string) => void
  readonly set: (keys: Iterable<string>) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** Outside of React: an entry asks for itself alone, so choosing one draws one. */
export function createSelection(): Selection {
  let keys: ReadonlySet<string> = new Set()
  const listeners = new Set<() => void>()
  const set = (next: Iterable<string>) => {
    keys = new Set(next)
    listeners.forEach((listener) => listener())
  }
  return {
    get: () => keys,
    set,
    toggle: (key) => set(keys.has(key) ? [...keys].filter((each) => each !== key) : [...keys, key]),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
