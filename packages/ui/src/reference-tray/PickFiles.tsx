import { PICTURE_TYPES } from '@limn/core'
import { useRef, type ReactNode, type Ref } from 'react'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'

/** A button that opens the browser's own choice of files. */
export function PickFiles({
  ref,
  onPick,
}: {
  ref: Ref<HTMLButtonElement>
  onPick: (files: readonly File[]) => void
}): ReactNode {
  const { references: words } = useMessages()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button ref={ref} className="limn-add" type="button" onClick={() => input.current?.click()}>
        <Icon name="picture" />
        <span className="limn-add-text">{words.pick}</span>
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={Object.keys(PICTURE_TYPES).join()}
        aria-label={words.pick}
        onChange={({ currentTarget }) => {
          onPick([...(currentTarget.files ?? [])])
          // The same file may be chosen again after it was taken out.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
