/** A question put to the proxy about one generation. Times in ms since the epoch, this browser's clock. */
export interface Call {
  readonly what: 'create' | 'look' | 'ask' | 'abandon'
  readonly at: number
  /** s that the answer was allowed to take while there was no news. */
  readonly wait?: number | undefined
  /** Undefined: under way. */
  readonly end?: number | undefined
  /** The status that came, or the code of the error. */
  readonly said?: string | undefined
  readonly failed?: boolean | undefined
}
