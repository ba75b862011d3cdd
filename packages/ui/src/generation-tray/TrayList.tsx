import type { Generation } from '@limn/core'
import { useLimn } from '@limn/react'
import { useEffect, useLayoutEffect, useState, type ReactNode } from 'react'
import { NotifySwitch } from '../away/NotifySwitch.tsx'
import type { GenerationStatus } from '../generation-status/GenerationStatus.tsx'
import type { Announce, Handed } from '../lazily/Handed.ts'

interface TrayListProps {
  /** Of the popover around it. */
  id: string
  generations: readonly Generation[]
  notify: boolean
  /** Handed over, as words and icons are. */
  status: typeof GenerationStatus
  announce: Announce
}

/** What the tray shows once it is open. */
export function TrayList({ id, generations, notify, messages, announce, ...parts }: TrayListProps & Handed): ReactNode {
  const { status: Status, icon: Glyph } = parts
  const { tray, image } = messages
  const { actions } = useLimn()
  // What settles while it is open still has something to say.
  const [since] = useState(Date.now)
  // The one that is next to be there stands first.
  const shown = generations.filter(({ settled, settledAt = 0 }) => !settled || settledAt >= since).toReversed()
  const queued = generations.filter(({ status }) => status === 'queued')
  useLayoutEffect(() => {
    const panel = document.getElementById(id)
    panel?.focus()
    return () => focusIfLost(panel?.previousElementSibling)
  }, [id])
  // What had the focus has gone with its row, or with its verb.
  useEffect(() => focusIfLost(document.getElementById(id)))
  return (
    <>
      <header className="limn-foot">
        <h2 className="limn-foot-text limn-strong">{tray.title}</h2>
        <button
          className="limn-icon"
          type="button"
          aria-label={image.close}
          popoverTarget={id}
          popoverTargetAction="hide"
        >
          <Glyph name="close" />
        </button>
      </header>
      {shown.length === 0 && <p className="limn-text">{tray.empty}</p>}
      <ul className="limn-tray-list">
        {shown.map((generation) => (
          <li className="limn-row limn-words" key={generation.key}>
            <p className="limn-said">{image.alt(generation.request.prompt, 1, 1)}</p>
            <Status generation={generation} />
          </li>
        ))}
      </ul>
      {shown.some((generation) => actions(generation).detach) && <p className="limn-meta">{tray.detaching}</p>}
      {queued.length > 1 && (
        <button
          className="limn-button"
          type="button"
          onClick={() => queued.forEach((generation) => actions(generation).cancel?.())}
        >
          {tray.cancelQueued(queued.length)}
        </button>
      )}
      {notify && <NotifySwitch messages={messages} announce={announce} />}
    </>
  )
}

function focusIfLost(element: Element | null | undefined) {
  if (document.activeElement === document.body) (element as HTMLElement | null)?.focus()
}
