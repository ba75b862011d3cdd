import type { Sealed } from './answer.ts'
import type { Arrival } from './arrival.ts'

/** The way into a proxy for an adapter that needs no web objects: on Node they cost more than all the rest of a poll. */
export type Door = (arrival: Arrival, context: unknown) => Promise<Sealed>

const doors = new WeakMap<object, Door>()

/** The same checks and answers as the proxy itself; undefined for a function that is none of ours. */
export const doorOf = (proxy: object): Door | undefined => doors.get(proxy)

/** Names the way in of a proxy. */
export function withDoor<T extends object>(proxy: T, door: Door): T {
  doors.set(proxy, door)
  return proxy
}
