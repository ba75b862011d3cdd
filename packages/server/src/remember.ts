/**
 * Remembers up to `max` values that were made for a key, and at least half as many of those asked for last. What is
 * undefined is not kept. A value that is asked for often costs one look and no write.
 */
export function remember<T, None extends undefined = undefined>(
  max: number,
): (key: string, make: () => Promise<T | None>) => T | Promise<T | None> {
  let recent = new Map<string, T>()
  let before = new Map<string, T>()

  function keep(key: string, value: T): T {
    if (recent.size >= max / 2) [recent, before] = [new Map(), recent]
    recent.set(key, value)
    return value
  }

  return (key, make) => {
    const value = recent.get(key)
    if (value !== undefined) return value
    const earlier = before.get(key)
    if (earlier !== undefined) return keep(key, earlier)
    return make().then((made) => (made === undefined ? made : keep(key, made)))
  }
}
