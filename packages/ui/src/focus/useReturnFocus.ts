import { useEffect, useRef, type FocusEvent, type RefObject } from 'react'

interface Handlers {
  readonly onClick: () => void
  readonly onFocus: () => void
  readonly onBlur: (event: FocusEvent) => void
}

/**
 * When what had the focus inside `root`, or was pressed there, has gone with `change`, the focus goes to `root` and is not
 * lost; where `root` itself is hidden then, to the entry it stands in.
 */
export function useReturnFocus(root: RefObject<HTMLElement | null>, change: unknown): Handlers {
  const held = useRef(false)
  const seen = useRef(change)
  const hold = () => void (held.current = true)
  useEffect(() => {
    if (seen.current === change) return
    seen.current = change
    const element = root.current
    const { activeElement: active, body } = document
    if (held.current && element && (active === body || isHidden(active))) {
      const entry = isHidden(element) && element.closest<HTMLElement>('article, section')
      if (entry) entry.tabIndex = -1
      ;(entry || element).focus({ preventScroll: Boolean(entry) })
    }
    held.current = Boolean(element?.contains(document.activeElement))
  }, [root, change])
  return {
    // Safari gives a pressed button no focus.
    onClick: hold,
    onFocus: hold,
    onBlur({ relatedTarget, target }) {
      // Hidden, or in a window that waits behind another, it has not left by itself.
      if (relatedTarget || (document.hasFocus() && !isHidden(target))) held.current = false
    },
  }
}

// jsdom knows no layout.
const isHidden = (element: Element | null) => element?.checkVisibility?.() === false
