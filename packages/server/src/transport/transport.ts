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
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Pick<Headers, 'get'>; readonly text: string }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string }

/** A file to fetch from wherever the upstream has put it. No header of the upstream's goes with it. */
export interface Wanted {
  readonly url: string
  /** Also from private addresses: only where the upstream is this machine itself. */
  readonly anywhere: boolean
  /** Ends it, whether or not its head has come. */
  readonly signal: AbortSignal
}

/**
 * `file`: its head came; `body` is decoded, fails when the file breaks off, and lets go of the connection when canceled.
 * `length`: its bytes, where they are known beforehand.
 */
export type Download =
  | {
      readonly kind: 'file'
      readonly status: number
      readonly length?: number | undefined
      readonly body: ReadableStream<Uint8Array>
    }
  | { readonly kind: 'lost'; readonly reason: string }

/** The way to the upstream: never retries, never follows a redirect, never throws. */
export interface Transport {
  send(exchange: Exchange): Promise<Reply>
  /** Fetches a file. Where the runtime does not say which address a name leads to, only the name is judged. */
  download(wanted: Wanted): Promise<Download>
  close(): Promise<void>
}

/** Bytes of an answer at most, after decompression. */
export const MAX_ANSWER = 1024 * 1024

/** What a file is asked for with: as it is, so that its length is known. */
export const FILE_HEADERS = { accept: 'image/png, image/jpeg, image/webp', 'accept-encoding': 'identity' }

/** The bytes of a body that is not encoded, by its headers. */
export function lengthOf(length: unknown, encoding: unknown): number | undefined {
  const plain = encoding === undefined || encoding === null || encoding === '' || encoding === 'identity'
  return plain && typeof length === 'string' && /^\d{1,15}$/.test(length) ? Number(length) : undefined
}

/** A failure as one short line. */
export const reasonOf = (error: unknown): string => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return [code, message].filter((part) => typeof part === 'string' && part !== '').join(': ') || String(error)
}
