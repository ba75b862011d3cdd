import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { Handed } from '../lazily/Handed.ts'
import type { FormDraft } from '../prompt-form/DraftContext.ts'

interface MoverProps {
  /** Of the reference it moves, from 0. */
  at: number
  form: FormDraft
}

/** Moves a reference among the others: a press goes one forward, its arrows either way, and the thumbnail can be dragged to another's place. */
export function Mover({ at, form, icon: Glyph, messages }: MoverProps & Handed): ReactNode {
  const { writing: words } = messages
  const { draft, say } = form
  const { references } = draft
  const button = useRef<HTMLButtonElement>(null)
  const move = (from: number, to: number) => {
    const order = [...references]
    const [moved] = order.splice(from, 1)
    if (!moved || !references[to]) return
    order.splice(to, 0, moved)
    const list = button.current!.closest('ul')!
    // The rows are new ones then.
    flushSync(() => draft.set({ image_urls: order.map(({ file, url }) => file ?? url ?? '') }))
    list.children[to]?.querySelector<HTMLElement>('.limn-mover')?.focus()
    say(words.moved(to + 1, order.length))
  }
  const latest = useRef(move)
  useEffect(() => {
    latest.current = move
  })
  useEffect(() => {
    const row = button.current!.closest('li')!
    const left = new AbortController()
    const options = { signal: left.signal }
    row.draggable = true
    row.addEventListener('dragstart', ({ dataTransfer }) => dataTransfer?.setData(KIND, String(at)), options)
    row.addEventListener(
      'dragover',
      (event) => event.dataTransfer?.types.includes(KIND) && event.preventDefault(),
      options,
    )
    row.addEventListener(
      'drop',
      (event) => {
        if (!event.dataTransfer?.types.includes(KIND)) return
        event.preventDefault()
        event.stopPropagation()
        latest.current(Number(event.dataTransfer.getData(KIND)), at)
      },
      options,
    )
    return () => left.abort()
  }, [at])
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    move(at, (event.key === 'ArrowLeft') === isRtl ? at + 1 : at - 1)
  }
  return (
    <button
      ref={button}
      className="limn-remove limn-mover"
      type="button"
      aria-label={words.move(at + 1)}
      aria-disabled={at === 0}
      onClick={() => move(at, at - 1)}
      onKeyDown={press}
    >
      <Glyph name="previous" />
    </button>
  )
}

/** So that nothing else that is dropped is taken for one. */
const KIND = 'application/x-limn-reference'
