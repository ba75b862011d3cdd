import { useLimn, type Draft } from '@limn/react'
import { useEffect, useRef } from 'react'

/** Up and Down in an empty field bring back earlier sentences, newest first; what is being written is never touched. */
export function useHistory(id: string, draft: Draft, say: (text: string) => void): void {
  const { list } = useLimn()
  const { set } = draft
  const last = useRef<{ readonly text: string; readonly at: number }>(undefined)
  useEffect(() => {
    const field = document.getElementById(id)
    if (!(field instanceof HTMLTextAreaElement)) return undefined
    const press = (event: KeyboardEvent) => {
      const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing } = event
      const step = key === 'ArrowUp' ? 1 : key === 'ArrowDown' ? -1 : 0
      if (step === 0 || shiftKey || ctrlKey || altKey || metaKey || isComposing) return
      const shown = last.current?.text === field.value ? last.current : undefined
      if (field.value !== '' && !shown) return
      const said = [...new Set(list().map(({ request }) => request.prompt))].filter(Boolean)
      const at = (shown?.at ?? -1) + step
      if (at < -1 || at >= said.length) return
      event.preventDefault()
      const text = said[at] ?? ''
      last.current = { text, at }
      set({ prompt: text })
      say(text)
    }
    field.addEventListener('keydown', press)
    return () => field.removeEventListener('keydown', press)
  }, [id, list, set, say])
}
