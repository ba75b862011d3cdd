/** A request as the proxy reads it, whatever brought it. */
export interface Arrival {
  readonly method: string
  /** The path as a web URL would have it. */
  readonly path: string
  /** From its `?` on; '' where there is none. */
  readonly search: string
  readonly url: string
  readonly headers: Pick<Headers, 'get' | 'has'>
  readonly body: ReadableStream<Uint8Array> | null
  /** Aborted when a read's caller has left. */
  readonly signal: AbortSignal
  /** The request without its body, as the app's own code is given it. */
  head(): Request
}

/** A web request, as it arrived. */
export function arrivalOf(request: Request): Arrival {
  const { pathname, search } = new URL(request.url)
  const { method, url, headers } = request
  return {
    method,
    path: pathname,
    search,
    url,
    headers,
    get body() {
      return request.body
    },
    get signal() {
      return request.signal
    },
    head: () => (request.body ? new Request(url, { method, headers }) : request),
  }
}
