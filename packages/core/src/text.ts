/** Whether a text is made only of white space, controls and format characters: nothing to draw. */
export const isBlank = (text: string): boolean => /^[\p{White_Space}\p{Cc}\p{Cf}]*$/u.test(text)

/** Whether a text can be stored and sent unchanged: no NUL, no lone surrogate. */
export const isSound = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/** Characters as people and the API count them: code points. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Foreign text cut to `max` characters, never inside a surrogate pair. */
export const clip = (text: string, max: number): string => text.slice(0, max).toWellFormed()

/** Whether a JSON value is an object with fields. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
