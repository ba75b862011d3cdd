/** What a platform knows beside the request. A context of the app's own may have these, too. */
export interface Platform {
  /** Where the caller connects from, such as a Worker's `cf-connecting-ip`: guests are counted by it. @default the socket's, on Node */
  readonly clientAddress?: string | undefined
  /** Keeps work alive behind the answer, such as a Worker's `ctx.waitUntil`. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
}
