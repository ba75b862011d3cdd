/** What happens instead of the usual; see {@link Fault}. */
export type FaultEffect =
  | {
      /** HTTP status of the answer, 200–599. @default 200 */
      readonly status?: number
      /** JSON of the answer. @default an error in OpenAI's shape, where `status` is 400 or above */
      readonly body?: unknown
      /** With nothing but `headers` or `delay`, the true answer goes out with these added. */
      readonly headers?: Readonly<Record<string, string>>
      /** Text of the answer, sent as it is. */
      readonly raw?: string
      /** ms to wait before the answer. Alone: executed at once, answered late. */
      readonly delay?: number
      /** On a create: run, charge and log it before this is answered. @default false */
      readonly execute?: boolean
    }
  /** The connection breaks without an answer; `after`: the create was executed and charged. */
  | { readonly cut: 'before' | 'after' }
  /** How the task ends, for good. On a create: in its own time; on a task: now. */
  | {
      readonly outcome: 'succeeded' | 'failed' | 'canceled'
      readonly error?: { readonly code: string; readonly message: string }
    }
  /** On a create: ms that the task waits in line, before its own time begins. */
  | { readonly queue: number }
  /** Pictures delivered, whatever `n` was. On a create: by every answer of the task; on a task: by the matching ones. */
  | { readonly deliver: number }
  /** `data` of the succeeded task, as it is. On a create: in every answer; on a task: in the matching ones. */
  | { readonly data: readonly unknown[] }

/** A fault is data: the same in code, in a file for the command line, and over the control route. */
export interface Fault {
  /** The requests it concerns: creates, polls of a task, or reads of a picture. */
  readonly on: 'create' | 'task' | 'image'
  /** Only tasks whose prompt matches. A text is read as a regular expression. */
  readonly prompt?: RegExp | string
  /** Only the nth matching request, counted from 1 since the fault was set. */
  readonly nth?: number
  /** How often it acts at most. @default Infinity */
  readonly times?: number
  /** Chance to act, 0–1, drawn from the simulator's seeded generator. @default 1 */
  readonly probability?: number
  readonly do: FaultEffect
}
