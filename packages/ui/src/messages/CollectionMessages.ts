/** The words of a gallery's tools: search, favourites, selection, history, and what can be done with one picture. */
export interface CollectionMessages {
  /** What the toolbar is called. */
  readonly tools: string
  readonly search: string
  readonly searchHint: string
  readonly close: string
  readonly show: string
  readonly all: string
  readonly live: string
  readonly done: string
  /** Failed, canceled, not sure. */
  readonly trouble: string
  readonly favourites: string
  readonly favourite: string
  readonly found: (count: number) => string
  readonly nothing: string
  readonly nothingAdvice: string
  readonly showAll: string
  readonly select: string
  /** `prompt`: the words of the one that is chosen. */
  readonly pick: (prompt: string) => string
  readonly selected: (count: number) => string
  readonly selectAll: string
  readonly finish: string
  readonly zip: (pictures: number) => string
  readonly zipping: (had: number, of: number) => string
  readonly stop: string
  readonly zipped: (pictures: number) => string
  /** Some could not be had: the file says which. */
  readonly missing: (pictures: number) => string
  /** The first line of the note in that file. */
  readonly missingNote: string
  readonly nothingHad: string
  readonly more: string
  readonly exportHistory: string
  readonly importHistory: string
  readonly imported: (added: number, known: number, setAside: number) => string
  readonly notHistory: string
  readonly otherHistory: string
  readonly removed: (count: number) => string
  readonly undo: string
  readonly moreOf: (position: number) => string
  readonly copyImage: string
  readonly imageCopied: string
  readonly copyRefused: string
}
