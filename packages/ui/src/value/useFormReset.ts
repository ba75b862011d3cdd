import { useEffect, type RefObject } from 'react'

/** Calls `reset` when the form around `root` is reset, as an input of its own would be: by a button, or after an Action. */
export function useFormReset(root: RefObject<HTMLElement | null>, reset: () => void): void {
  useEffect(() => {
    const form = root.current?.closest('form')
    form?.addEventListener('reset', reset)
    return () => form?.removeEventListener('reset', reset)
  })
}
