import { useEffect, useId, useRef, useSyncExternalStore, type ReactNode } from 'react'
import type { Announce } from '../lazily/Handed.ts'
import type { Messages } from '../messages/Messages.ts'
import { noWish, notifyWish, onNotifyWish, turnNotify } from './notifyWish.ts'

interface NotifySwitchProps {
  messages: Messages
  announce: Announce
}

/** Whether the user is told by a notification of the system. Nothing where there are none. */
export function NotifySwitch({ messages: { tray }, announce }: NotifySwitchProps): ReactNode {
  const id = useId()
  const wish = useSyncExternalStore(onNotifyWish, notifyWish, noWish)
  const isBlocked = wish === 'blocked'
  const wasAsked = useRef(false)
  useEffect(() => {
    if (isBlocked && wasAsked.current) announce(tray.notifyBlocked)
  }, [isBlocked, announce, tray])
  if (wish === 'absent') return null
  const turn = (isOn: boolean) => {
    wasAsked.current = isOn
    if (!isBlocked) void turnNotify(isOn)
  }
  return (
    <>
      <label className="limn-check limn-actions limn-meta">
        <input
          className="limn-box"
          type="checkbox"
          checked={wish === 'on'}
          // Not disabled: the focus is here when the browser says no.
          aria-disabled={isBlocked}
          aria-describedby={isBlocked ? id : undefined}
          onChange={({ target }) => turn(target.checked)}
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
