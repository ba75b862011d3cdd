import type { Generation } from '@limn/core'
import { useLimn } from '@limn/react'
import { useSyncExternalStore, type MouseEvent, type ReactNode } from 'react'
import { picturesOf } from '../download/picturesOf.ts'
import { removeWithUndo } from '../gallery/removeWithUndo.ts'
import type { Announce, Handed } from '../lazily/Handed.ts'
import type { Selection } from './createSelection.ts'
import { useZip } from './useZip.ts'

interface SelectionBarProps extends Handed {
  announce: Announce
  selection: Selection
  generations: readonly Generation[]
  shown: readonly Generation[]
}

/** How many are chosen, and what to do with them. */
export function SelectionBar(props: SelectionBarProps): ReactNode {
  const { selection, generations, shown, messages, announce } = props
  const limn = useLimn()
  const { collection: words, actions } = messages
  const keys = useSyncExternalStore(selection.subscribe, selection.get)
  const chosen = generations.filter(({ key, live }) => keys.has(key) && !live)
  const pictures = picturesOf(chosen).length
  const { had, note, start, stop } = useZip(words, announce)
  const remove = ({ currentTarget: from }: MouseEvent<HTMLElement>) => {
    removeWithUndo({ limn, generations: chosen, messages, announce, from })
    selection.set([])
  }
  return (
    <div className="limn-actions limn-tool-line">
      <span className="limn-text">
        {had === undefined ? (note ?? words.selected(chosen.length)) : words.zipping(had, pictures)}
      </span>
      {had === undefined ? (
        <>
          <button
            className="limn-button"
            data-kind="quiet"
            type="button"
            onClick={() => selection.set(shown.filter(({ live }) => !live).map(({ key }) => key))}
          >
            {words.selectAll}
          </button>
          {pictures > 0 && (
            <button className="limn-button" type="button" onClick={() => void start(chosen)}>
              {words.zip(pictures)}
            </button>
          )}
          {chosen.length > 0 && (
            <button className="limn-button" data-kind="quiet" type="button" onClick={remove}>
              {actions.dismiss}
            </button>
          )}
        </>
      ) : (
        <>
          <progress className="limn-foot-text" max={pictures} value={had} aria-label={words.zip(pictures)} />
          <button className="limn-button" type="button" onClick={stop}>
            {words.stop}
          </button>
        </>
      )}
    </div>
  )
}
