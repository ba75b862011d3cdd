import type { KeyboardEvent } from 'react'

/** What Enter does in a prompt box; Shift+Enter is always a newline. */
export type SubmitMode = 'enter' | 'mod+enter' | 'none'

/** What a key press asks for. `held`: Enter that repeats, or that comes while it would submit anyway: swallow it. */
export function enterKey(
  { key, shiftKey, ctrlKey, metaKey, repeat, keyCode, nativeEvent }: KeyboardEvent,
  mode: SubmitMode,
): 'submit' | 'held' | undefined {
  // An input method's Enter takes the word; Safari ends the composition before the key comes, and says 229.
  if (key !== 'Enter' || shiftKey || nativeEvent.isComposing || keyCode === 229 || mode === 'none') return undefined
  if (!ctrlKey && !metaKey && (mode === 'mod+enter' || isTouch())) return undefined
  return repeat ? 'held' : 'submit'
}

/** A screen keyboard's only Enter is the newline. */
const isTouch = (): boolean =>
  typeof matchMedia === 'function' && matchMedia('(hover: none) and (pointer: coarse)').matches
