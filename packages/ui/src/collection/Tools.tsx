import type { Generation } from '@limn/core'
import { useRef, useState, type ReactNode } from 'react'
import { SEARCH } from '../icon/drawings.ts'
import type { Announce, Handed } from '../lazily/Handed.ts'
import { ANY, createMatcher, type Wanted } from './createMatcher.ts'
import { createSelection, type Selection } from './createSelection.ts'
import type { GalleryView } from './GalleryView.ts'
import { HistoryMenu } from './HistoryMenu.tsx'
import { PickBox } from './PickBox.tsx'
import type { RenderPick } from './PickContext.ts'
import { SearchBar } from './SearchBar.tsx'
import { SelectionBar } from './SelectionBar.tsx'

/** Props of {@link Tools}. */
export interface ToolsProps {
  /** All that there are. */
  generations: readonly Generation[]
  /** Those that are left of them. */
  shown: readonly Generation[]
  onView: (view: GalleryView) => void
  announce: Announce
}

/** Three quiet buttons in the line of the heading; what they open stands in a line of its own. */
export function Tools({ generations, shown, onView, ...handed }: ToolsProps & Handed): ReactNode {
  const { icon: Icon, messages } = handed
  const { collection: words, lang } = messages
  const [wanted, setWanted] = useState<Wanted>()
  const [isSelecting, setSelecting] = useState(false)
  const [selection] = useState(createSelection)
  const [pick] = useState(() => renderPick(selection))
  const searchButton = useRef<HTMLButtonElement>(null)
  const selectButton = useRef<HTMLButtonElement>(null)

  /** Tells the gallery what is meant now. */
  const show = (next: Wanted | undefined, selecting = isSelecting) => {
    setWanted(next)
    setSelecting(selecting)
    const way = (
      <p className="limn-text">
        {words.nothingAdvice}{' '}
        <button className="limn-button" type="button" onClick={() => show(undefined, selecting)}>
          {words.showAll}
        </button>
      </p>
    )
    onView({
      narrow: next && createMatcher(next, lang),
      pick: selecting ? pick : undefined,
      nothing: { heading: words.nothing, way },
    })
  }
  const endSelection = () => {
    selection.set([])
    show(wanted, false)
    selectButton.current?.focus()
  }
  const endSearch = () => {
    show(undefined)
    searchButton.current?.focus()
  }
  const isSearching = wanted !== undefined
  return (
    <div data-slot="limn-gallery-tools" lang={lang}>
      {generations.length > 0 && (
        <>
          <button
            className="limn-button"
            data-kind="quiet"
            type="button"
            ref={searchButton}
            aria-expanded={isSearching}
            onClick={() => (isSearching ? endSearch() : show(ANY))}
          >
            <Icon name={SEARCH} />
            {words.search}
          </button>
          <button
            className="limn-button"
            data-kind="quiet"
            type="button"
            ref={selectButton}
            onClick={() => (isSelecting ? endSelection() : show(wanted, true))}
          >
            {isSelecting ? words.finish : words.select}
          </button>
        </>
      )}
      <HistoryMenu {...handed} isEmpty={generations.length === 0} />
      {wanted && <SearchBar {...handed} wanted={wanted} found={shown.length} onChange={show} onClose={endSearch} />}
      {isSelecting && <SelectionBar {...handed} selection={selection} shown={shown} generations={generations} />}
    </div>
  )
}

const renderPick =
  (selection: Selection): RenderPick =>
  (generation, messages) => <PickBox selection={selection} generation={generation} messages={messages} />
