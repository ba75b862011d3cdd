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
export const arrivalOf = (request: Request): Arrival => new WebArrival(request)

// A class, here and for plain reads: a getter in an object literal would make a shape per request that only a full
// collection frees, and every answer stayed until then.
class WebArrival implements Arrival {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly url: string
  readonly headers: Headers
  readonly #request: Request

  constructor(request: Request) {
    const { pathname, search } = new URL(request.url)
    this.method = request.method
    this.path = pathname
    this.search = search
    this.url = request.url
    this.headers = request.headers
    this.#request = request
  }

  get body() {
    return this.#request.body
  }

  get signal() {
    return this.#request.signal
  }

  head() {
    const { url, method, headers } = this
    return this.#request.body ? new Request(url, { method, headers }) : this.#request
  }
}
