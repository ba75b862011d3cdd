import type { Redact } from './redact.ts'

/** What happened; `at` in ms. No prompt is in it unless `logPrompts`, no secret ever. */
export type ProxyEvent = {
  readonly at: number
  readonly principal?: string | undefined
  readonly key?: string | undefined
  readonly requestId?: string | undefined
} & (
  | {
      readonly type: 'accepted' | 'refused' | 'uncertain' | 'settled'
      /** Held, or spent once that is known. */
      readonly credits: number
      readonly code?: string | undefined
      /** Only with `logPrompts`. */
      readonly prompt?: string | undefined
    }
  | { readonly type: 'orphan'; readonly taskId: string }
  | { readonly type: 'overrun'; readonly held: number; readonly spent: number }
  | { readonly type: 'misconfigured' | 'ledger-degraded' | 'rate-limited' | 'error'; readonly message: string }
)

/** An event as it is told here; the time is filled in. */
type Told = ProxyEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never

/** Tells events on; whatever the listener throws is its own affair. */
export type Emit = (event: Told) => void

/** Without a listener, what an operator must know goes to the console. */
export function createEmit(
  listener: ((event: ProxyEvent) => void) | undefined,
  redact: Redact,
  now: () => number,
): Emit {
  return (event) => {
    const clean = redactAll({ ...event, at: now() }, redact)
    try {
      if (listener) void Promise.resolve(listener(clean) as unknown).catch(() => {})
      else if ('message' in clean || clean.type === 'orphan') console.error(`limn: ${lineOf(clean)}`)
    } catch {
      // A broken listener must not break a create.
    }
  }
}

/** An event as one line of JSON, whatever stands in it: nothing that a terminal or a reader of logs would obey. */
export const lineOf = (event: ProxyEvent): string =>
  JSON.stringify(event).replace(OBEYED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

// What JSON leaves as it is: DEL and the C1 controls (one of them begins an ANSI sequence), line ends of Unicode, direction.
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const redactAll = (event: ProxyEvent, redact: Redact): ProxyEvent =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]),
  ) as ProxyEvent
