/** What helps while a sentence is written, and with the order of its references. */
export interface WritingMessages {
  readonly enhance: string
  readonly enhancing: string
  readonly stop: string
  readonly undo: string
  /** The words stand as they were. */
  readonly enhanceFailed: string
  /** Characters that still fit. */
  readonly left: (characters: number) => string
  /** Characters as people count them: a family of emoji is one. */
  readonly over: (characters: number) => string
  /** Pressed, a reference goes one place forward; its arrow keys move it either way. */
  readonly move: (position: number) => string
  readonly moved: (position: number, count: number) => string
}
