import type { Generation } from '@limn/core'
import { useSyncExternalStore, type ReactNode } from 'react'
import type { Messages } from '../messages/Messages.ts'
import type { Selection } from './createSelection.ts'

interface PickBoxProps {
  selection: Selection
  generation: Generation
  messages: Messages
}

/** The box of one entry. What still runs cannot be chosen. */
export function PickBox({ selection, generation: { key, live, request }, messages }: PickBoxProps): ReactNode {
  const { collection, image } = messages
  const isPicked = useSyncExternalStore(selection.subscribe, () => selection.get().has(key))
  if (live) return null
  return (
    <label className="limn-check limn-actions limn-meta">
      <input
        className="limn-box"
        type="checkbox"
        checked={isPicked}
        aria-label={collection.pick(image.alt(request.prompt, 1, 1))}
        onChange={() => selection.toggle(key)}
      />
      {collection.select}
    </label>
  )
}
