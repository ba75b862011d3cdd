/** What the wall label of a lightbox says about a picture, and of what can be done with it. */
export interface FactsMessages {
  readonly size: string
  readonly format: string
  readonly quality: string
  readonly cost: string
  readonly references: string
  readonly took: string
  readonly when: string
  readonly asAsked: (value: string) => string
  readonly instead: (value: string, asked: string) => string
  readonly bytes: (bytes: number) => string
  /** `credits` for all `pictures` of its generation. */
  readonly paid: (credits: number, pictures: number) => string
  readonly count: (amount: number) => string
  /** ms */
  readonly duration: (ms: number) => string
  /** ms since the epoch. */
  readonly date: (at: number) => string
  /** Two words, for a button that stands under the picture itself. */
  readonly asReference: string
  readonly copyRefused: string
}
