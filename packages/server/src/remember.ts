/** Remembers up to `max` values that were made for a key, forgetting what was asked for longest ago. What is undefined is not kept. */
export function remember<T>(
  max: number,
): (key: string, make: () => Promise<T | undefined>) => T | Promise<T | undefined> {
  const known = new Map<string, T>()

  function keep(key: string, value: T): T {
    known.delete(key)
    known.set(key, value)
    if (known.size > max) known.delete(known.keys().next().value!)
    return value
  }

  return (key, make) => {
    const value = known.get(key)
    if (value !== undefined) return keep(key, value)
    return make().then((made) => (made === undefined ? undefined : keep(key, made)))
  }
}
