/** A ceiling in credits. Windows are UTC, by the ledger's clock; `total` never resets. */
export interface CreditCap {
  readonly credits: number
  readonly per: 'day' | 'month' | 'total'
}

/** A cap and whom it holds for, such as `all` or one principal. */
export interface ScopedCap extends CreditCap {
  readonly scope: string
}

/** A cap and what has gone towards it, in credits. `resetsAt` in ms; undefined for `total`. */
export interface Budget {
  readonly cap: number
  readonly held: number
  readonly spent: number
  readonly resetsAt?: number | undefined
}

/** How much one principal may have under way, and start. */
export interface Quota {
  /** Tasks at once. */
  readonly running?: number | undefined
  /** Creates in any stretch of time of that length. */
  readonly creates?: { readonly max: number; readonly per: 'minute' | 'hour' | 'day' } | undefined
}
