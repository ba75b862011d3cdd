/** One HTTP exchange with the upstream. `fresh`: on a connection of its own, that nothing can have half closed. */
export interface Exchange {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly fresh: boolean
  /** Ends the wait. */
  readonly signal: AbortSignal
}

/**
 * `answer`: the whole answer came, decoded. `unsent`: provably not a byte of the request left (connect, getaddrinfo, TLS).
 * `lost`: anything may have happened.
 */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string }

/** The way to the upstream: never retries, never follows a redirect, never throws. */
export interface Transport {
  send(exchange: Exchange): Promise<Reply>
  close(): Promise<void>
}

/** Bytes of an answer at most, after decompression. */
export const MAX_ANSWER = 1024 * 1024

/** A failure as one short line. */
export const reasonOf = (error: unknown): string => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return [code, message].filter((part) => typeof part === 'string' && part !== '').join(': ') || String(error)
}
