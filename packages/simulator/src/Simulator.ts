import type { GenerationRequest, TaskStatus } from '@limn/core'
import type { Fault } from './Fault.ts'

/** Paints one picture of a request: real bytes and their media type. The same arguments give the same bytes. */
export type Paint = (
  request: GenerationRequest,
  /** Place among the pictures of the request, from 0. */
  index: number,
  seed: number,
  /** Bytes of each of `image_urls`, as they were fetched. */
  references: readonly Uint8Array[],
) => Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }>

/** What happened, as `--log` writes it. `at` is ms since the epoch; `request` the body as received. */
export type SimulatorEvent =
  | {
      readonly event: 'create'
      readonly id: string
      readonly at: number
      readonly credits: number
      readonly request: unknown
    }
  | { readonly event: 'poll'; readonly id: string; readonly at: number; readonly status: TaskStatus }

export interface SimulatorOptions {
  /**
   * ms from create to settled: fixed, or drawn per task from a range. Read off the clock at each poll; no timer runs,
   * so fake timers just work. @default [2000, 6000]
   */
  readonly duration?: number | readonly [from: number, to: number] | undefined
  /** Same seed, same run: pictures, durations, chances. @default 1 */
  readonly seed?: number | undefined
  /** Credits. @default 10_000 */
  readonly balance?: number | undefined
  /** The key that is let in. @default any that is not empty */
  readonly apiKey?: string | undefined
  /** API requests a second; above it 429 with `Retry-After`, nothing executed. @default Infinity */
  readonly rate?: number | undefined
  /** ms since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined
  /** @default scenes painted in plain code; encoded by sharp where it is installed, else by the browser, else as PNG */
  readonly paint?: Paint | undefined
  /** How references are fetched. @default globalThis.fetch */
  readonly fetchReference?: ((url: string) => Promise<Response>) | undefined
  /** Hears of each executed create and each poll. */
  readonly onEvent?: ((event: SimulatorEvent) => void) | undefined
}

/** A stand-in for the GPT Image 2 API: its two routes under any prefix, the pictures, and `/_simulator/*` to steer it. */
export interface Simulator {
  /**
   * The upstream itself: give it to `gptImage2({ fetch })`. What breaks inside it, such as a `paint` of yours, is told
   * as a 500.
   * @throws TypeError `fetch failed`, where a fault cuts the connection
   */
  readonly fetch: (request: Request) => Promise<Response>
  /**
   * Sets faults, the newest first, until `reset()`.
   * @throws LimnError `invalid_request`, for a fault that makes no sense
   */
  use(...faults: readonly Fault[]): void
  /** Forgets faults, tasks, log and pictures; balance and seed start anew. */
  reset(): void
  /** Creates that were executed, that is, charged. */
  readonly creates: readonly {
    readonly id: string
    readonly at: number
    readonly credits: number
    readonly request: GenerationRequest
  }[]
  /** Polls of a known task that arrived. */
  readonly polls: readonly { readonly id: string; readonly at: number }[]
  /** Both, in order, as `--log` writes them. */
  readonly log: readonly SimulatorEvent[]
  /** Credits left; may be set. A failed or canceled task gives back what it took. */
  balance: number
  /** A key that is let in. */
  readonly apiKey: string
}
