import { useId, useSyncExternalStore, type ReactNode } from 'react'
import type { Messages } from '../messages/Messages.ts'
import { notifyWish, onNotifyWish, turnNotify } from './notifyWish.ts'

/** Whether the user is told by a notification of the system. Nothing where there are none. */
export function NotifySwitch({ messages: { tray } }: { messages: Messages }): ReactNode {
  const id = useId()
  const wish = useSyncExternalStore(onNotifyWish, notifyWish)
  if (wish === 'absent') return null
  const isBlocked = wish === 'blocked'
  return (
    <>
      <label className="limn-check limn-actions limn-meta">
        <input
          className="limn-box"
          type="checkbox"
          checked={wish === 'on'}
          disabled={isBlocked}
          aria-describedby={isBlocked ? id : undefined}
          onChange={({ target }) => void turnNotify(target.checked)}
        />
        {tray.notify}
      </label>
      {isBlocked && (
        <p className="limn-meta" id={id}>
          {tray.notifyBlocked}
        </p>
      )}
    </>
  )
}
