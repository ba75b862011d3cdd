import type { AnySize, Format, Task } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'

/** One call, as data; `path` is appended to the base URL. */
export interface UpstreamCall {
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly body?: unknown
}

/** What may be asked for. */
export interface Offers {
  readonly models: readonly string[]
  readonly sizes: readonly AnySize[]
  readonly qualities: readonly string[]
  readonly formats: readonly Format[]
  /** Images a request. */
  readonly n: number
  /** References a request. */
  readonly references: number
}

/** Describes an image API's HTTP; the proxy alone sends, waits and judges. */
export interface Upstream {
  readonly name: string
  /** https, or http on this machine itself. */
  readonly baseUrl: string
  /** Asked for each request, never logged. Its values are taken out of everything the proxy says. */
  headers(): Record<string, string>
  /** `user` is an opaque name of who asks. */
  create(request: WireRequest & { readonly user: string }): UpstreamCall
  task(id: string): UpstreamCall
  /** @default core's tolerant `readTask` */
  readTask?(body: unknown): Task
  /** Credits held before the answer is known. */
  credits(request: WireRequest): number
  readonly offers: Offers
  /** For tests and simulators. @default undici on Node, `fetch` elsewhere */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined
}
