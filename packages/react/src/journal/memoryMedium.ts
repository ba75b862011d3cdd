import type { Medium } from './Medium.ts'

/** Forgets with the page: for tests, and where the browser allows nothing else. */
export function memoryMedium(): Medium {
  const namespaces = new Map<string, Map<string, unknown>>()
  const entriesOf = (namespace: string) => {
    const entries = namespaces.get(namespace) ?? new Map<string, unknown>()
    namespaces.set(namespace, entries)
    return entries
  }
  return {
    durable: false,
    readAll: async (namespace) => [...entriesOf(namespace).values()],
    read: async (namespace, key) => entriesOf(namespace).get(key),
    update: async (namespace, key, change) => {
      const entries = entriesOf(namespace)
      const next = change(entries.get(key))
      if (next !== undefined) entries.set(key, next)
      return entries.get(key)
    },
    clear: async (namespace) => entriesOf(namespace).clear(),
  }
}
