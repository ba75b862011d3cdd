import { useEffect, useRef, type RefObject, type SyntheticEvent } from 'react'

type Holds = (event: SyntheticEvent) => void

/** When what had the focus inside `root`, or was pressed there, has gone with `change`, focus goes to `root` and is not lost. */
export function useReturnFocus(
  root: RefObject<HTMLElement | null>,
  change: unknown,
): { onClick: Holds; onFocus: Holds } {
  const held = useRef<Element>(null)
  useEffect(() => {
    // A hidden root takes no focus: then it is for the one around it.
    if (isGone(held.current) && isGone(document.activeElement)) root.current?.focus()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- it is what may take the focus away
  }, [root, change])
  const hold: Holds = ({ target }) => {
    held.current = target as Element
  }
  // Safari gives a pressed button no focus.
  return { onClick: hold, onFocus: hold }
}

const isGone = (element: Element | null) => element === document.body || element?.checkVisibility?.() === false
