import type { ReactNode } from 'react'

interface PanelProps {
  readonly title: string
  readonly close: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What stands beside the studio; below it where there is no room. */
export function Panel({ title, close, onClose, children }: PanelProps) {
  return (
    <aside className="panel" id="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <button className="bar-button" type="button" onClick={onClose}>
          {close}
        </button>
      </header>
      {children}
    </aside>
  )
}
