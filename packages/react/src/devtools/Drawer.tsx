'use client'
import { useCallback, useId, useRef, useState, type ReactNode } from 'react'
import { Isolated } from './Isolated.tsx'
import { Panel } from './Panel.tsx'
import { useRecorder } from './useRecorder.ts'

/** The button in the corner, and what it opens. */
export function Drawer({ defaultOpen = false }: { defaultOpen?: boolean | undefined }): ReactNode {
  const [open, setOpen] = useState(defaultOpen)
  const toggle = useRef<HTMLButtonElement>(null)
  const id = useId()
  // From here on, open or not: what happens before somebody looks is what they look for.
  const { records } = useRecorder()

  const closeOnEscape = useCallback((element: HTMLDivElement | null) => {
    element?.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return
      setOpen(false)
      toggle.current?.focus()
    })
  }, [])

  return (
    <Isolated>
      <div className="drawer" ref={closeOnEscape}>
        <button
          ref={toggle}
          type="button"
          className="toggle"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          limn devtools <span className="count">{records.length}</span>
        </button>
        <div id={id} hidden={!open} className="sheet">
          {open && <Panel />}
        </div>
      </div>
    </Isolated>
  )
}
