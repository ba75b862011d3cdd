import { useEffect, useRef, type RefObject } from 'react'

/** When the button that was pressed inside `root` has gone with `change`, focus goes to `root` and is not lost. */
export function useReturnFocus(root: RefObject<HTMLElement | null>, change: unknown): { onClick: () => void } {
  const pressed = useRef(false)
  const seen = useRef(change)
  useEffect(() => {
    if (seen.current === change) return
    seen.current = change
    if (pressed.current && document.activeElement === document.body) root.current?.focus()
    pressed.current = false
  }, [root, change])
  return { onClick: () => void (pressed.current = true) }
}
